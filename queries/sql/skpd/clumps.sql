-- One row a unit, channel and size of a clump: how many clumps hold so many complaints of a measure's cohort (n), of which so many
-- went well (x). A clump: the same category at the same place, received on the same day;
-- where the place is not known each complaint is one of its own.
-- Parameters besides the scope's: measure, units (codes; NULL: all).
with
-- include scope
,
-- include skpd/cohort
,
clump as (
    select c.unit, c.channel_code as channel, count(*)::int as n, count(*) filter (where c.is_good)::int as x
    from cohort c
    group by c.unit, c.channel_code, c.category, coalesce(@filled(c.kelurahan_code), c.id::text), (c.created_at at time zone :zone)::date
)
select unit, channel, n, x, count(*)::int as clumps
from clump
group by 1, 2, 3, 4
order by 1, 2, 3, 4
