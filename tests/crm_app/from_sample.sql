-- The sample CRM told in the tables of schema.sql: rows whose own columns contradict their steps are left out.
insert into app.state select row_number() over (order by status), status from (select distinct status from crm.riwayat) each;
insert into app.unit
select row_number() over (order by kode), kode, nama, jenis, null, kota, date '2015-01-01', null from crm.unit;
update app.unit u set above = a.id from crm.unit c join app.unit a on a.code = c.induk where c.kode = u.code;
insert into app.category select row_number() over (order by baku), baku, null from (select distinct baku from crm.kategori) each;
insert into app.category
select 1000 + row_number() over (order by k.nama), k.nama, a.id
from crm.kategori k join app.category a on a.title = k.baku and a.above is null where k.nama <> k.baku;
insert into app.channel select * from crm.kanal;
insert into app.village select * from crm.kelurahan;
insert into app.ticket
select l.id, l.nomor, l.kanal, c.id, l.kelurahan, l.jenis_lapor, l.nomor_lapor, l.masuk at time zone 'Asia/Jakarta',
       l.batas at time zone 'Asia/Jakarta', l.privat, l.anonim, l.rahasia, l.pelapor::text, l.isi, null, null, false,
       l.diubah at time zone 'Asia/Jakarta', u.id, ended.at at time zone 'Asia/Jakarta'
from crm.laporan l
join app.category c on c.title = l.kategori
left join app.unit u on u.code = l.unit
left join lateral (select min(pada) as at from crm.riwayat r where r.laporan = l.id and r.status = 'Selesai') ended on true
join (select distinct on (laporan) laporan, pada, ke_unit, status from crm.riwayat order by laporan, pada desc, id desc) last
    on last.laporan = l.id and last.ke_unit = l.unit and last.status = l.status
join (select distinct on (laporan) laporan, pada from crm.riwayat order by laporan, pada, id) first
    on first.laporan = l.id and first.pada = l.masuk
where l.kelurahan is distinct from '' and not (l.status = 'Selesai' and l.selesai is distinct from last.pada);
-- A step tells only what it changes.
insert into app.step
select r.id, laporan, pada at time zone 'Asia/Jakarta', case when status is distinct from was then s.id end,
       case when ke_unit is distinct from at_unit then u.id end, case when catatan is null then 'sudah dicek pak Budi 0800-0000' end
from (
    select r.*, lag(status) over life as was, lag(ke_unit) over life as at_unit
    from crm.riwayat r window life as (partition by laporan order by pada, id)
) r
join app.state s on s.word = r.status
join app.unit u on u.code = r.ke_unit
where ews is null and exists (select from app.ticket t where t.id = r.laporan);
insert into app.estimate
select id, laporan, pada at time zone 'Asia/Jakarta', ews at time zone 'Asia/Jakarta'
from crm.riwayat where ews is not null and exists (select from app.ticket t where t.id = laporan);
insert into app.rating
select l.id, nilai, selesai at time zone 'Asia/Jakarta' from crm.laporan l where nilai is not null and exists (select from app.ticket t where t.id = l.id);
-- Tickets that nobody should see, with steps of their own, numbered far beyond the others.
insert into app.ticket
select 50000000 + id, number, channel, category_id, village, lapor_kind, lapor_no, received, own_limit, is_private, is_anonymous, is_secret,
       reporter, body, case when id % 3 = 0 then touched end, case when id % 3 = 1 then id end, id % 3 = 2, touched, unit_id, settled
from app.ticket where id % 40 = 0;
insert into app.step
select 900000000 + s.id, 50000000 + s.ticket_id, s.happened, s.state_id, s.unit_id, s.remark
from app.step s where s.ticket_id % 40 = 0 and exists (select from app.ticket t where t.id = 50000000 + s.ticket_id);
-- A unit that was called otherwise until 2025, and no steps of the first month.
insert into app.unit select 9000 + id, code, title || ' (nama lama)', kind, above, city, date '2015-01-01', date '2024-12-31' from app.unit where id % 50 = 1;
delete from app.step s using app.ticket t where t.id = s.ticket_id and t.received < '2025-02-01';
delete from app.estimate e using app.ticket t where t.id = e.ticket_id and t.received < '2025-02-01';
create index on app.ticket (touched);
create index on app.ticket (received);
create index on app.step (ticket_id);
create index on app.step (happened);
create index on app.estimate (ticket_id);
create index on app.estimate (agreed);
create index on app.rating (ticket_id);
