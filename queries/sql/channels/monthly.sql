-- One row a channel and month (its first day): complaints of a measure's cohort, and how many went well.
-- Parameters besides the scope's: measure, units (NULL: all).
with
-- include scope
,
-- include skpd/cohort
select c.channel_code as channel, date_trunc('month', c.counted_at at time zone 'Asia/Jakarta')::date as month,
       count(*)::int as n, count(*) filter (where c.is_good)::int as x
from cohort c
group by 1, 2
order by 1, 2
