-- Histograms over hours of the rows of ``spell`` (an addition to it; a row stands for ``weight`` complaints): one row a ``key`` and
-- hour: how many came under observation after it, left, and were settled. An hour's resolution up to 30 days, a day's beyond.
step as (
    select key, case when entry <= 720 then floor(entry) else floor(entry / 24) * 24 end::int as hour,
           sum(weight)::int as entered, 0 as left_risk, 0 as settled
    from spell group by 1, 2
    union all
    select key, case when exit <= 720 then ceil(exit) else ceil(exit / 24) * 24 end::int,
           0, sum(weight)::int, coalesce(sum(weight) filter (where is_settled), 0)::int
    from spell group by 1, 2
),
hours as (
    select key, hour, sum(entered)::int as entered, sum(left_risk)::int as left_risk, sum(settled)::int as settled
    from step group by 1, 2
)
