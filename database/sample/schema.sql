-- The tables of the sample CRM. They stand in for a real CRM's own tables, whose names nobody outside knows; the
-- dashboard never reads them, only the views that mappings/sample.sql lays over them.
create schema if not exists crm;

create table if not exists crm.kanal (
    kode text primary key, nama text not null, kelompok text not null, geotag boolean not null,
    berlaku_dari date not null, berlaku_sampai date
);
create table if not exists crm.unit (
    kode text primary key, nama text not null, jenis text not null, induk text, kota text
);
create table if not exists crm.kategori (nama text primary key, baku text not null);
create table if not exists crm.kelurahan (
    kode text primary key, nama text not null, kecamatan text not null, kota text not null
);
create table if not exists crm.laporan (
    id bigint not null, nomor text not null, kanal text not null, kategori text, unit text, unit_sejak timestamptz,
    kelurahan text, status text, status_pada timestamptz, jenis_lapor text, nomor_lapor text,
    masuk timestamptz not null, koordinasi timestamptz, jawaban timestamptz, selesai timestamptz,
    batas timestamptz, ews timestamptz, ews_pada timestamptz, ews_kali smallint not null,
    privat boolean not null, anonim boolean not null, rahasia boolean not null,
    pelapor bigint, nilai smallint, isi text, diubah timestamptz not null
);
create table if not exists crm.riwayat (
    id bigint not null, laporan bigint not null, pada timestamptz not null, status text not null,
    dari_unit text, ke_unit text not null, ews timestamptz, catatan text
);
create table if not exists crm.penugasan (
    laporan bigint not null, unit text not null, terima timestamptz not null, lepas timestamptz, selesai boolean not null
);
