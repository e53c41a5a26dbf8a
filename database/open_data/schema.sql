-- The published complaint files as they came, and beside them what was read out of them. Loaded anew each time.
create schema open_data;

create table open_data.kanal (
    kode text primary key, awalan text unique, nama text not null, kelompok text not null, geotag boolean not null,
    berlaku_dari date not null, berlaku_sampai date
);
-- The first two letters of a number tell the channel. JK is certain; the other letters follow from volumes and names.
insert into open_data.kanal values
    ('JAKI', 'JK', 'JAKI', 'Aplikasi JAKI', true, '2019-01-01', null),
    ('QLUE', 'QL', 'Qlue', 'Aplikasi lain', true, '2016-01-01', '2021-12-31'),
    ('LAPOR', 'LP', 'LAPOR 1708', 'Surat Elektronik', false, '2016-01-01', null),
    ('TWITTER', 'TW', 'Twitter DKI Jakarta', 'Media Sosial', false, '2016-01-01', null),
    ('FACEBOOK', 'FB', 'Facebook Pemprov DKI Jakarta', 'Media Sosial', false, '2016-01-01', null),
    ('EMAIL', 'EM', 'Surat Elektronik dki@jakarta.go.id', 'Surat Elektronik', false, '2016-01-01', null),
    ('SMS', 'SM', 'SMS 08111272206', 'Surat Elektronik', false, '2016-01-01', null),
    ('GUBERNUR', 'TG', 'Media Sosial Pribadi Gubernur/Wakil Gubernur', 'Media Sosial', false, '2016-01-01', null),
    ('KELURAHAN', 'KH', 'Kantor Kelurahan', 'Tatap Muka', false, '2016-01-01', null),
    ('BALAIWARGA', 'BW', 'Balai Warga', 'Aplikasi lain', false, '2016-01-01', '2021-12-31'),
    ('KECAMATAN', 'KC', 'Kantor Kecamatan', 'Tatap Muka', false, '2016-01-01', null),
    ('WALIKOTA', 'WL', 'Kantor Wali Kota', 'Tatap Muka', false, '2016-01-01', null),
    ('LAIN', null, 'Kanal tidak dikenal', 'Tidak dikenal', false, '2016-01-01', null);

create table open_data.kelurahan (
    kode text primary key, nama text not null, kecamatan text not null, kota text not null
);
create table open_data.unit (
    kode text primary key, nama text not null, jenis text not null, kota text
);
create table open_data.kategori (nama text primary key, baku text not null);

create table open_data.laporan (
    id bigserial,
    berkas text not null, baris integer not null,
    -- as the file has it; NULL where it has no such column
    nomor_asli text not null, skpd_asli text not null, kategori_asli text not null, rincian_asli text,
    status_asli text not null, masuk_asli text not null, selesai_asli text not null, periode_asli text,
    -- as read
    nomor text not null, kanal text not null, kategori text, unit text, kelurahan text, status text,
    masuk timestamptz, selesai timestamptz,
    -- receipt as shown: the date of the file, else the day in a JK number, else the first day of periode_data
    diterima timestamptz, diterima_dari text check (diterima_dari in ('tanggal', 'nomor', 'periode'))
);
