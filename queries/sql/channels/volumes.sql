-- One row a channel that exists in the period or has a complaint in the scope: its volumes.
with
-- include names
,
-- include scope
,
counted as (
    select s.channel_code as code,
           count(*) filter (where s.is_in)::int as masuk,
           count(*) filter (where s.is_out)::int as selesai,
           count(*) filter (where s.is_due)::int as jatuh_tempo,
           count(*) filter (where s.is_due and s.is_on_time)::int as tepat_waktu,
           count(*) filter (where s.is_open)::int as terbuka,
           count(*) filter (where s.is_overdue)::int as terlambat,
           -- the flow: open when the period began and at its end (or :as_of), opened again, and what is in no stock
           count(*) filter (where @open_before(s, :since))::int as awal,
           count(*) filter (where @open_before(s, :until))::int as akhir,
           count(*) filter (where s.is_open and (
               select true from dashboard.complaint_event e
               where e.complaint_id = s.id and e.status = 'Selesai' and e.at <= :as_of limit 1))::int as dibuka_lagi,
           count(*) filter (where s.is_in and s.is_contradictory)::int as bertentangan
    from scope s
    group by 1
)
select coalesce(ch.code, n.code) as code, coalesce(cn.name, n.code) as name, ch.group_name, ch.is_geotagged,
       @known_day(ch.valid_from) as valid_from, @known_day(ch.valid_to) as valid_to,
       coalesce(n.masuk, 0) as masuk, coalesce(n.selesai, 0) as selesai, coalesce(n.jatuh_tempo, 0) as jatuh_tempo,
       coalesce(n.tepat_waktu, 0) as tepat_waktu, coalesce(n.terbuka, 0) as terbuka, coalesce(n.terlambat, 0) as terlambat,
       coalesce(n.awal, 0) as awal, coalesce(n.akhir, 0) as akhir, coalesce(n.dibuka_lagi, 0) as dibuka_lagi,
       coalesce(n.bertentangan, 0) as bertentangan
from counted n
full join dashboard.channel ch on ch.code = n.code
left join channel_name cn on cn.code = ch.code
where n.code is not null
   or coalesce(ch.valid_from, '-infinity') < :until and coalesce(ch.valid_to, 'infinity') >= :since
order by masuk desc, code
