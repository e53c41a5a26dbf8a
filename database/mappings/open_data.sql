-- Contract views over the published files (open_data/schema.sql). The files know no steps, no deadlines and no reporters.
create view dashboard.source as
select 'open-data'::text as kind, 'Data terbuka CRM Jakarta'::text as name, false as is_sample;

create view dashboard.channel as
select kode as code, nama as name, kelompok as group_name, geotag as is_geotagged,
       berlaku_dari as valid_from, berlaku_sampai as valid_to
from open_data.kanal;

create view dashboard.skpd as
select kode as code, nama as name, jenis as kind, null::text as parent_code, kota as city from open_data.unit;

create view dashboard.category as
select nama as name, baku as canonical from open_data.kategori;

create view dashboard.kelurahan as
select kode as code, nama as name, kecamatan, kota as city from open_data.kelurahan;

-- A row without any receipt date cannot be placed in time; the check counts such rows.
create view dashboard.complaint as
select id, nomor as code, kanal as channel_code, kategori as category, unit as skpd_code,
       case when unit is not null then diterima end as holder_since, kelurahan as kelurahan_code,
       status, case when status = 'Selesai' then selesai end as status_at,
       null::text as lapor_kind, null::text as lapor_tracking_id, diterima as created_at,
       null::timestamptz as coordinated_at, null::timestamptz as answered_at, selesai as closed_at,
       null::timestamptz as deadline_at, null::timestamptz as ews_due_at, 0 as ews_count,
       false as is_private, false as is_anonymous, false as is_confidential, null::text as reporter_key,
       null::integer as rating, rincian_asli as text, coalesce(selesai, diterima) as updated_at
from open_data.laporan
where diterima is not null;

create view dashboard.complaint_event as
select null::bigint as id, null::bigint as complaint_id, null::timestamptz as at, null::text as status,
       null::text as from_skpd, null::text as to_skpd, null::timestamptz as ews_due_at, null::text as note
where false;

-- The files name one unit a complaint: it is taken to have held it from receipt to end.
create view dashboard.complaint_spell as
select id as complaint_id, unit as skpd_code, diterima as received_at, selesai as released_at,
       selesai is not null as is_settled
from open_data.laporan
where diterima is not null and unit is not null;
