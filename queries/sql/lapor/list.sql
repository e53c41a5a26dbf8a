-- One row a LAPOR complaint of one list of the desk, the earliest deadline (of what falls due: the next one) first; ``total`` is the number of all.
-- Parameters besides those of pick.sql: size (NULL: all), skip.
with
-- include scope
,
-- include lapor/clocks
,
-- include lapor/desk
,
-- include lapor/pick
,
-- include names
,
paged as (
    select *, count(*) over () as total,
           case when cast(:set as text) in ('hari-ini', '3-hari', '7-hari') then next_due_at
                else least(due_at, sp4n_due_at) end as sorted_at
    from picked
    order by sorted_at, id
    limit :size offset :skip
)
select p.id, p.code, p.lapor_tracking_id, p.lapor_kind, p.category, coalesce(u.name, p.skpd_code) as skpd, k.name as kelurahan, k.city,
       p.status, p.created_at at time zone :zone as created_at,
       p.closed_at at time zone :zone as closed_at,
       p.due_at at time zone :zone as due_at, p.due_source,
       @days_past(p.due_at, least(p.closed_at, :as_of)) as crm_days_late,
       @days_left(p.due_at, least(p.closed_at, :as_of)) as crm_days_left,
       p.sp4n_limit, p.sp4n_due_at at time zone :zone as sp4n_due_at,
       case when p.sp4n_days_late > 0 then p.sp4n_days_late end as sp4n_days_late,
       case when p.sp4n_days_late <= 0 then -p.sp4n_days_late end as sp4n_days_left,
       p.ews_count, p.total::int as total
from paged p
left join unit_name u on u.code = p.skpd_code
left join kelurahan_name k on k.code = p.kelurahan_code
order by p.sorted_at, p.id
