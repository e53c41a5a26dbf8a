-- One row a channel and month (its first day): complaints of a measure's cohort, and how many went well.
-- Parameters besides the scope's: measure, units (NULL: all), months (their first moments, the first not after since).
with
-- include scope
,
-- include skpd/cohort
,
-- Looking the month up costs a third of cutting it out of the time.
counted as (
    select c.channel_code as channel, width_bucket(c.counted_at, cast(:months as timestamptz[])) as number,
           count(*)::int as n, count(*) filter (where c.is_good)::int as x
    from cohort c
    group by 1, 2
)
select channel, ((cast(:months as timestamptz[]))[number] at time zone :zone)::date as month, n, x
from counted
order by 1, 2
