-- One row a unit and size of a clump: how many clumps hold so many complaints of a measure's cohort (n), of which so many
-- went well (x). A clump: the same category at the same place, received on the same day.
-- Parameters besides the scope's: measure, units (codes; NULL: all).
with
-- include scope
,
-- include skpd/cohort
,
clump as (
    select c.unit, count(*)::int as n, count(*) filter (where c.is_good)::int as x
    from cohort c
    group by c.unit, c.category, c.kelurahan_code, (c.created_at at time zone :zone)::date
)
select unit, n, x, count(*)::int as clumps
from clump
group by 1, 2, 3
order by 1, 2, 3
