-- One row a window: who was at risk of being settled in it and who was (period Kaplan-Meier), as histograms over the
-- hours since receipt. An hour's resolution up to 30 days, a day's beyond. Entry -1 = from receipt on.
-- Parameters besides the scope's: starts, ends (timestamptz arrays of equal length, windows [start, end]), only (the
-- channel of each window; NULL: all).
with
-- include scope
,
-- Kept: every window looks at it.
known as materialized (select channel_code, created_at, closed_at from scope where not is_contradictory),
span as (
    select w.a, w.b, w.channel, w.number, min(w.a) over () as first_a, max(w.b) over () as last_b
    from unnest(cast(:starts as timestamptz[]), cast(:ends as timestamptz[]), cast(:only as text[]))
         with ordinality as w (a, b, channel, number)
),
-- How many days (of 24 hours) the window lies after the first; NULL where its ends are not whole days apart from it.
windows as materialized (
    select *, case when mod(date_part('epoch', a - first_a)::numeric, 86400) = 0
                        and mod(date_part('epoch', b - first_a)::numeric, 86400) = 0 and a < b
              then (date_part('epoch', a - first_a) / 86400) end as days,
           date_part('epoch', b - first_a) / 86400 as days_to_end
    from span
),
-- What was open long before the first window and still is after the last stands in all of them by its age in days: most of
-- the stock, counted once for each day of receipt.
aged as materialized (
    select k.*, k.created_at < e.first_a - interval '31 days' and coalesce(k.closed_at > e.last_b, true) as is_old,
           date_part('epoch', e.first_a - k.created_at) / 86400 as age
    from known k
    cross join (select first_a, last_b from windows limit 1) e
),
old as materialized (
    select channel_code, floor(age) as whole_days, ceil(age) as begun_days, count(*) as weight
    from aged where is_old
    group by 1, 2, 3
),
spell as (
    select w.number as key,
           case when s.created_at >= w.a then -1
                else date_part('epoch', w.a - s.created_at) / 3600 end as entry,
           date_part('epoch', least(s.closed_at, w.b) - s.created_at) / 3600 as exit,
           coalesce(s.closed_at <= w.b, false) as is_settled, 1 as weight
    from windows w
    join aged s on @present(s.created_at, s.closed_at, w.a, w.b)
        and (w.channel is null or w.channel = s.channel_code) and not (s.is_old and w.days is not null)
    union all
    select w.number, 24 * (o.whole_days + w.days), 24 * (o.begun_days + w.days_to_end), false, o.weight
    from windows w
    join old o on w.channel is null or w.channel = o.channel_code
    where w.days is not null
),
-- include histogram
select key::int as number, array_agg(hour order by hour) as hour, array_agg(entered order by hour) as entered,
       array_agg(left_risk order by hour) as left_risk, array_agg(settled order by hour) as settled
from hours
group by 1
order by 1
