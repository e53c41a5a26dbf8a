-- One row a dimension and value: LAPOR complaints judged in the period (deadline on the chosen clock in it and passed) and
-- how many missed it, and would have missed the limit without EWS. Dimensions: semua, serah (hand-overs, 3 = 3 or more),
-- ews (estimates agreed, 3 = 3 or more), tolak (TL Ditolak at least once: ya, tidak).
with
-- include scope
,
-- include lapor/clocks
,
-- include lapor/desk
,
judged as (
    select d.is_missed, least(d.ews_count, 3)::text as ews,
           coalesce(coalesce(d.closed_at, :as_of) > coalesce(d.deadline_at, d.rule_due_at), false) as is_over_limit,
           @handovers(d)::text as handovers, @rejected(d) as rejected
    from desk d
    where d.is_judged
)
select v.dimension, v.code, count(*)::int as aduan, count(*) filter (where j.is_missed)::int as luput,
       count(*) filter (where j.is_over_limit)::int as lewat_batas
from judged j
cross join lateral (values ('semua', ''), ('serah', j.handovers), ('ews', j.ews), ('tolak', j.rejected))
    as v (dimension, code)
group by 1, 2
order by 1, 2
