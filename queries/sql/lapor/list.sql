-- One row an overdue LAPOR complaint on the chosen clock, latest first; ``total`` is the number of all.
-- Parameters besides the scope's: clock, age (class of days late on that clock; NULL: all), size (NULL: all), skip.
with
-- include scope
,
-- include lapor/sp4n
-- include lapor/late_part
,
picked as (
    select *, count(*) over () as total
    from chosen
    where is_chosen
      and (cast(:age as text) is null
           or case :clock when 'crm' then crm_age = cast(:age as text) when 'sp4n' then sp4n_age = cast(:age as text)
                   else cast(:age as text) in (crm_age, sp4n_age) end)
    order by least(due_at, sp4n_due_at), id
    limit :size offset :skip
)
select p.id, p.code, p.lapor_tracking_id, p.lapor_kind, p.category, coalesce(u.name, p.skpd_code) as skpd, k.name as kelurahan, k.city,
       p.status, p.created_at at time zone 'Asia/Jakarta' as created_at,
       p.due_at at time zone 'Asia/Jakarta' as due_at, p.due_source,
       case when p.is_overdue then round(p.crm_days_late::numeric, 1)::float8 end as crm_days_late,
       p.sp4n_limit, p.sp4n_due_at at time zone 'Asia/Jakarta' as sp4n_due_at,
       case when p.is_sp4n_overdue then p.sp4n_days_late end as sp4n_days_late,
       p.ews_count, p.total::int as total
from picked p
left join dashboard.skpd u on u.code = p.skpd_code
left join dashboard.kelurahan k on k.code = p.kelurahan_code
order by least(p.due_at, p.sp4n_due_at), p.id
