-- One row a window: who was at risk of being settled in it and who was (period Kaplan-Meier), as histograms over the
-- hours since receipt. An hour's resolution up to 30 days, a day's beyond. Entry -1 = from receipt on.
-- Parameters besides the scope's: starts, ends (timestamptz arrays of equal length, windows [start, end]), only (the
-- channel of each window; NULL: all).
with
-- include scope
,
-- Kept: every window looks at it.
known as materialized (select channel_code, created_at, closed_at from scope where not is_contradictory),
spell as (
    select w.number as key,
           case when s.created_at >= w.a then -1
                else date_part('epoch', w.a - s.created_at) / 3600 end as entry,
           date_part('epoch', least(s.closed_at, w.b) - s.created_at) / 3600 as exit,
           coalesce(s.closed_at <= w.b, false) as is_settled
    from unnest(cast(:starts as timestamptz[]), cast(:ends as timestamptz[]), cast(:only as text[]))
         with ordinality as w (a, b, channel, number)
    join known s on @present(s.created_at, s.closed_at, w.a, w.b)
        and (w.channel is null or w.channel = s.channel_code)
),
-- include histogram
select key::int as number, array_agg(hour order by hour) as hour, array_agg(entered order by hour) as entered,
       array_agg(left_risk order by hour) as left_risk, array_agg(settled order by hour) as settled
from hours
group by 1
order by 1
