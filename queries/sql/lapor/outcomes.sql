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
           (select greatest(least(count(*) - 1, 3), 0)::text from dashboard.complaint_spell sp
            where sp.complaint_id = d.id and sp.received_at <= :as_of) as handovers,
           (select case when count(*) > 0 then 'ya' else 'tidak' end from dashboard.complaint_event e
            where e.complaint_id = d.id and e.at <= :as_of and e.status = 'TL Ditolak') as rejected
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
