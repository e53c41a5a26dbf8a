-- The contract over Boston's 311 cases (boston.cases, made by tests/test_boston.py): every case stands for a LAPOR complaint.
create view dashboard.source as
select 'crm'::text as kind, 'Boston 311'::text as name, false as is_sample;

create view dashboard.channel as
select 'LAPOR'::text as code, 'Boston 311'::text as name, 'Surat Elektronik'::text as group_name, false as is_geotagged,
       date '2008-01-01' as valid_from, null::date as valid_to;

create view dashboard.skpd as
select distinct assigned_department as code, assigned_department as name, 'dinas'::text as kind,
       null::text as parent_code, null::text as city
from boston.cases where assigned_department is not null;

create view dashboard.category as
select distinct service_name as name, service_name as canonical from boston.cases where service_name is not null;

create view dashboard.kelurahan as
select null::text as code, null::text as name, null::text as kecamatan, null::text as city where false;

create view dashboard.complaint as
select id, case_id as code, 'LAPOR'::text as channel_code, service_name as category, assigned_department as skpd_code,
       case when assigned_department is not null then open_date end as holder_since, null::text as kelurahan_code,
       case when close_date is null then 'Proses' else 'Selesai' end as status,
       coalesce(close_date, open_date) as status_at, null::text as lapor_kind, null::text as lapor_tracking_id,
       open_date as created_at, null::timestamptz as coordinated_at, null::timestamptz as answered_at,
       close_date as closed_at, target_close_date as deadline_at, null::timestamptz as ews_due_at,
       0 as ews_count, false as is_private, false as is_anonymous, false as is_confidential,
       null::text as reporter_key, null::integer as rating, null::text as text,
       coalesce(close_date, open_date) as updated_at
from boston.cases;

create view dashboard.complaint_event as
select 2 * id as id, id as complaint_id, open_date as at, 'Proses'::text as status, null::text as from_skpd,
       coalesce(assigned_department, '') as to_skpd, null::timestamptz as ews_due_at, null::text as note
from boston.cases
union all
select 2 * id + 1, id, close_date, 'Selesai', null, coalesce(assigned_department, ''), null, null
from boston.cases where close_date is not null;

create view dashboard.complaint_spell as
select id as complaint_id, assigned_department as skpd_code, open_date as received_at, close_date as released_at,
       close_date is not null as is_settled
from boston.cases where assigned_department is not null;
