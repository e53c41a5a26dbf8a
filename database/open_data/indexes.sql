-- After the rows: an index built in one go is quicker and smaller.
alter table open_data.laporan add primary key (id);
create index on open_data.laporan (nomor);
create index on open_data.laporan (diterima);
create index on open_data.laporan (selesai);
create index on open_data.laporan (kanal, diterima);
create index on open_data.laporan (unit);
