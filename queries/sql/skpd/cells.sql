-- One row a unit and cell (category, channel, origin of the deadline): complaints of a measure's cohort, and how many went well.
-- Parameters besides the scope's: measure, units (codes; NULL: all).
with
-- include scope
,
-- include skpd/cohort
select c.unit, coalesce(c.category, '') as category, c.channel_code as channel, coalesce(c.due_source, '') as due_source,
       count(*)::int as n, count(*) filter (where c.is_good)::int as x
from cohort c
group by 1, 2, 3, 4
order by 1, 2, 3, 4
