-- One row a unit, channel and week (7 days, from 0 at the start of the period): complaints of a measure's cohort, and how many went well.
-- Parameters besides the scope's: measure, units (codes; NULL: all).
with
-- include scope
,
-- include skpd/cohort
select c.unit, c.channel_code as channel, @day_number(c.counted_at) / 7 as week,
       count(*)::int as n, count(*) filter (where c.is_good)::int as x
from cohort c
group by 1, 2, 3
order by 1, 2, 3
