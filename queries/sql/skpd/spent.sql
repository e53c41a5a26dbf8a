-- One row an outcome (is_good) and place: hours that the complaints of a measure's cohort have spent at the unit (sendiri), at
-- other units (lain) and waiting for validation (validasi), from each step to the next, to the settlement or to :as_of.
-- Parameters besides the scope's: measure, units (one code).
with
-- include scope
,
-- include skpd/cohort
,
step as (
    select c.id, c.is_good, e.status,
           case when e.status = 'Menunggu Validasi' then 'validasi' when e.to_skpd = c.unit then 'sendiri'
                else 'lain' end as place,
           @step_hours(e, c.closed_at) as hours
    from cohort c
    join dashboard.complaint_event e on e.complaint_id = c.id and e.at <= :as_of
)
select is_good, place, count(distinct id)::int as aduan, sum(hours)::float8 as hours
from step
where status is distinct from 'Selesai'
group by 1, 2
order by 1, 2
