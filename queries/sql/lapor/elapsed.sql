-- One row a stage or a SKPD (dimension) and outcome: hours that the LAPOR complaints judged in the period (deadline on the
-- chosen clock in it and passed) have spent there, from each step to the next, to the settlement or to :as_of.
with
-- include scope
,
-- include lapor/clocks
,
-- include lapor/desk
,
-- include names
,
step as (
    select d.id, d.is_missed, coalesce(st.stage, 'lain') as stage, coalesce(e.to_skpd, '') as skpd_code, e.hours, e.status
    from (select id, is_missed, closed_at from desk where is_judged offset 0) d  -- a fence: steps of what is judged alone
    cross join lateral (
        select e.status, e.to_skpd, @step_hours(e, d.closed_at) as hours
        from dashboard.complaint_event e
        where e.complaint_id = d.id and e.at <= :as_of
        offset 0
    ) e
    left join stage_of st on st.status = e.status
),
spent as (
    select case when grouping(stage) = 0 then 'tahap' else 'skpd' end as dimension, coalesce(stage, skpd_code) as code,
           is_missed, count(distinct id)::int as aduan, sum(hours)::float8 as hours
    from step
    where status is distinct from 'Selesai'
    group by grouping sets ((stage, is_missed), (skpd_code, is_missed))
)
select s.dimension, s.code, coalesce(u.name, s.code) as name, s.is_missed, s.aduan, s.hours
from spent s
left join unit_name u on s.dimension = 'skpd' and u.code = s.code
order by s.dimension, s.is_missed, s.hours desc, s.code
