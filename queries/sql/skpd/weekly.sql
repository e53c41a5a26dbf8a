-- One row a unit, channel and week (7 days, from 0 at the start of the period): complaints of a measure's cohort, and how many went well.
-- Parameters besides the scope's: measure, units (codes; NULL: all).
with
-- include scope
,
-- include skpd/cohort
select c.unit, c.channel_code as channel, @day_number(c.counted_at) / 7 as week,
       count(*)::int as n, count(*) filter (where c.is_good)::int as x
from cohort c
where not @in_cells(:measure)
group by 1, 2, 3
union all
select k.skpd_code, k.channel_code, (k.day - (:since at time zone :zone)::date) / 7, sum(k.due)::int, sum(k.on_time)::int
from dashboard.cell k
where @in_cells(:measure)
  and k.day >= (:since at time zone :zone)::date and k.day < (:until at time zone :zone)::date and @filled(k.skpd_code) is not null
  and (cast(:channels as text[]) is null or k.channel_code = any (cast(:channels as text[])))
  and (cast(:skpds as text[]) is null or k.skpd_code = any (cast(:skpds as text[])))
  and (cast(:units as text[]) is null or k.skpd_code = any (cast(:units as text[])))
group by 1, 2, 3
having sum(k.due) > 0
order by 1, 2, 3
