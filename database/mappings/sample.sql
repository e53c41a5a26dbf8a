-- Contract views over the sample CRM (sample/schema.sql). A real CRM gets a file of this shape.
create view dashboard.source as
select 'sample'::text as kind, 'CRM contoh'::text as name, true as is_sample;

create view dashboard.channel as
select kode as code, nama as name, kelompok as group_name, geotag as is_geotagged,
       berlaku_dari as valid_from, berlaku_sampai as valid_to
from crm.kanal;

create view dashboard.skpd as
select kode as code, nama as name, jenis as kind, induk as parent_code, kota as city from crm.unit;

create view dashboard.category as
select nama as name, baku as canonical from crm.kategori;

create view dashboard.kelurahan as
select kode as code, nama as name, kecamatan, kota as city from crm.kelurahan;

-- A plain projection: no join and no function over an indexed column, so every index below serves the dashboard.
create view dashboard.complaint as
select id, nomor as code, kanal as channel_code, kategori as category, unit as skpd_code, unit_sejak as holder_since,
       kelurahan as kelurahan_code, status, status_pada as status_at, jenis_lapor as lapor_kind,
       nomor_lapor as lapor_tracking_id, masuk as created_at, koordinasi as coordinated_at, jawaban as answered_at,
       selesai as closed_at, batas as deadline_at, ews as ews_due_at, ews_kali::integer as ews_count,
       privat as is_private, anonim as is_anonymous, rahasia as is_confidential, pelapor::text as reporter_key,
       nilai::integer as rating, case when not privat and not rahasia then isi end as text, diubah as updated_at
from crm.laporan;

create view dashboard.complaint_event as
select id, laporan as complaint_id, pada as at, status, dari_unit as from_skpd, ke_unit as to_skpd,
       ews as ews_due_at, catatan as note
from crm.riwayat;

create view dashboard.complaint_spell as
select laporan as complaint_id, unit as skpd_code, terima as received_at, lepas as released_at, selesai as is_settled
from crm.penugasan;

-- Indexes: what the dashboard's questions need of the CRM's own tables.
create unique index if not exists laporan_id on crm.laporan (id);
create index if not exists laporan_nomor on crm.laporan (nomor);
create index if not exists laporan_masuk on crm.laporan (masuk);
create index if not exists laporan_selesai on crm.laporan (selesai);
create index if not exists laporan_batas on crm.laporan (batas) where batas is not null;
create index if not exists laporan_ews on crm.laporan (ews) where ews is not null;
create index if not exists laporan_ews_pada on crm.laporan (ews_pada) where ews_pada is not null;
create index if not exists laporan_diubah on crm.laporan (diubah);
create index if not exists laporan_kanal on crm.laporan (kanal, masuk);
create index if not exists laporan_unit on crm.laporan (unit);
create index if not exists laporan_tempat on crm.laporan (kelurahan, masuk) include (kategori, id);
create index if not exists riwayat_laporan on crm.riwayat (laporan, pada);
create index if not exists riwayat_selesai on crm.riwayat (laporan, pada) where status = 'Selesai';
create index if not exists penugasan_laporan on crm.penugasan (laporan, terima);
create index if not exists penugasan_lepas on crm.penugasan (lepas);
create index if not exists penugasan_unit on crm.penugasan (unit);
