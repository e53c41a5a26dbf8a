-- One row a unit that held the complaint :id, in the order of first receipt: hours at its table in all its stays.
with
-- include names
select coalesce(u.name, sp.skpd_code) as skpd, count(*)::int as stays,
       min(@known(sp.received_at)) at time zone :zone as first_received_at,
       sum(greatest(date_part('epoch', least(@known(sp.released_at), :as_of) - @known(sp.received_at)), 0))::float8 / 3600 as hours
from dashboard.complaint_spell sp
left join unit_name u on u.code = sp.skpd_code
where sp.complaint_id = :id and sp.received_at <= :as_of
group by u.name, sp.skpd_code
order by 3, 1
