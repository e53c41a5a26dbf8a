-- One row a SKPD: who was at risk of being settled there and who was (period Kaplan-Meier over the stays of
-- complaints; a hand-over censors the stay), as histograms over the hours since the SKPD received them; aduan: complaints.
-- Parameters besides the scope's: units (codes; NULL: all).
with
-- include scope
,
spell as (
    select s.id, sp.skpd_code as key,
           case when sp.received_at >= :since then -1
                else date_part('epoch', :since - sp.received_at) / 3600 end as entry,
           date_part('epoch', least(@known(sp.released_at), :until, :as_of) - sp.received_at) / 3600 as exit,
           @settled_there(sp) as is_settled, 1 as weight
    from scope s
    join dashboard.complaint_spell sp on sp.complaint_id = s.id
    where not s.is_contradictory and @filled(sp.skpd_code) is not null
      and @present(@known(sp.received_at), sp.released_at, :since, least(:until, :as_of))
      and (cast(:units as text[]) is null or sp.skpd_code = any (cast(:units as text[])))
),
-- include histogram
select h.key as code, max(c.aduan)::int as aduan, array_agg(h.hour order by h.hour) as hour,
       array_agg(h.entered order by h.hour) as entered, array_agg(h.left_risk order by h.hour) as left_risk,
       array_agg(h.settled order by h.hour) as settled
from hours h
join (select key, count(distinct id) as aduan from spell group by 1) c on c.key = h.key
group by 1
order by 1
