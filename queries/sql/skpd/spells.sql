-- One row a SKPD: who was at risk of being settled there and who was (period Kaplan-Meier over the stays of
-- complaints; a hand-over censors the stay), as histograms over the hours since the SKPD received them; aduan: complaints.
-- Parameters besides the scope's: units (codes; NULL: all).
with
-- include scope
,
spell as (
    select s.id, sp.skpd_code as code,
           case when sp.received_at >= :since then -1
                else date_part('epoch', :since - sp.received_at) / 3600 end as entry,
           date_part('epoch', least(sp.released_at, :until, :as_of) - sp.received_at) / 3600 as exit,
           coalesce(sp.is_settled and sp.released_at <= least(:until, :as_of), false) as is_settled
    from scope s
    join dashboard.complaint_spell sp on sp.complaint_id = s.id
    where not s.is_contradictory and nullif(trim(sp.skpd_code), '') is not null
      and sp.received_at < least(:until, :as_of) and :since < :as_of and (sp.released_at is null or sp.released_at > :since or sp.received_at >= :since)
      and (cast(:units as text[]) is null or sp.skpd_code = any (cast(:units as text[])))
),
step as (
    select code, case when entry <= 720 then floor(entry) else floor(entry / 24) * 24 end::int as hour,
           count(*)::int as entered, 0 as left_risk, 0 as settled
    from spell group by 1, 2
    union all
    select code, case when exit <= 720 then ceil(exit) else ceil(exit / 24) * 24 end::int,
           0, count(*)::int, count(*) filter (where is_settled)::int
    from spell group by 1, 2
),
hours as (
    select code, hour, sum(entered)::int as entered, sum(left_risk)::int as left_risk, sum(settled)::int as settled
    from step group by 1, 2
)
select h.code, max(c.aduan)::int as aduan, array_agg(h.hour order by h.hour) as hour,
       array_agg(h.entered order by h.hour) as entered, array_agg(h.left_risk order by h.hour) as left_risk,
       array_agg(h.settled order by h.hour) as settled
from hours h
join (select code, count(distinct id) as aduan from spell group by 1) c on c.code = h.code
group by 1
order by 1
