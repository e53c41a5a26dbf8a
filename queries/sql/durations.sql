-- One row a window: who was at risk of being settled in it and who was (period Kaplan-Meier), as histograms over the
-- hours since receipt. An hour's resolution up to 30 days, a day's beyond. Entry -1 = from receipt on.
-- Parameters besides the scope's: starts, ends (timestamptz arrays of equal length, windows [start, end]).
with
-- include scope
,
spell as (
    select w.number,
           case when s.created_at >= w.a then -1
                else date_part('epoch', w.a - s.created_at) / 3600 end as entry,
           date_part('epoch', least(s.closed_at, w.b) - s.created_at) / 3600 as exit,
           coalesce(s.closed_at <= w.b, false) as is_settled
    from unnest(cast(:starts as timestamptz[]), cast(:ends as timestamptz[])) with ordinality as w (a, b, number)
    join scope s on w.a < w.b and s.created_at < w.b and not s.is_contradictory
        -- settled at the very start of the window is settled before it, unless it also came then
        and (s.closed_at is null or s.closed_at > w.a or s.created_at >= w.a)
),
step as (
    select number, case when entry <= 720 then floor(entry) else floor(entry / 24) * 24 end::int as hour,
           count(*)::int as entered, 0 as left_risk, 0 as settled
    from spell group by 1, 2
    union all
    select number, case when exit <= 720 then ceil(exit) else ceil(exit / 24) * 24 end::int,
           0, count(*)::int, count(*) filter (where is_settled)::int
    from spell group by 1, 2
),
hours as (
    select number, hour, sum(entered)::int as entered, sum(left_risk)::int as left_risk, sum(settled)::int as settled
    from step group by 1, 2
)
select number::int as number, array_agg(hour order by hour) as hour, array_agg(entered order by hour) as entered,
       array_agg(left_risk order by hour) as left_risk, array_agg(settled order by hour) as settled
from hours
group by 1
order by 1
