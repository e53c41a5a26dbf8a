-- Contract views over a described file (described/schema.sql). It knows no steps but receipt, coordination and end, and
-- names one unit a complaint, which is taken to have held it from receipt to end.
create view dashboard.source as
select 'crm'::text as kind, name, false as is_sample, zone from described.source;

create view dashboard.channel as
select distinct coalesce(channel, 'LAIN') as code, coalesce(channel, 'Kanal tidak dikenal') as name, 'Lain'::text as group_name,
       false as is_geotagged, date '1970-01-01' as valid_from, null::date as valid_to
from described.complaint;

create view dashboard.skpd as
select distinct c.skpd as code, c.skpd as name, s.units as kind, null::text as parent_code, null::text as city
from described.complaint c, described.source s where c.skpd is not null;

create view dashboard.category as
select distinct category as name, category as canonical from described.complaint where category is not null;

create view dashboard.kelurahan as
select k.code, k.name, s.name as kecamatan, s.name as city from described.kelurahan k, described.source s;

create view dashboard.complaint as
select c.id, c.code, coalesce(c.channel, 'LAIN') as channel_code, c.category, c.skpd as skpd_code,
       case when c.skpd is not null then c.created_at end as holder_since, c.kelurahan_code, c.status,
       coalesce(c.closed_at, c.created_at) as status_at, c.lapor_kind, c.lapor_tracking_id, c.created_at,
       c.coordinated_at, c.answered_at, c.closed_at, c.deadline_at, null::timestamptz as ews_due_at, 0 as ews_count,
       false as is_private, false as is_anonymous, false as is_confidential, null::text as reporter_key, c.rating,
       null::text as text, coalesce(c.closed_at, c.created_at) as updated_at
from described.complaint c
where c.created_at is not null;

create view dashboard.complaint_event as
select 3 * id as id, id as complaint_id, created_at as at, case when coordinated_at is null then 'Proses' else 'Menunggu' end as status,
       null::text as from_skpd, coalesce(skpd, '') as to_skpd, null::timestamptz as ews_due_at, null::text as note
from described.complaint where created_at is not null
union all
select 3 * id + 1, id, coordinated_at, 'Koordinasi', null, coalesce(skpd, ''), null, null
from described.complaint where coordinated_at is not null
union all
select 3 * id + 2, id, closed_at, 'Selesai', null, coalesce(skpd, ''), null, null
from described.complaint where closed_at is not null;

create view dashboard.complaint_spell as
select id as complaint_id, skpd as skpd_code, created_at as received_at, closed_at as released_at,
       closed_at is not null as is_settled
from described.complaint where created_at is not null and skpd is not null;
