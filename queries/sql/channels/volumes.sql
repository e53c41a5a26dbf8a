-- One row a channel that exists in the period or has a complaint in the scope: its volumes.
with
-- include scope
select ch.code, ch.name, ch.group_name, ch.is_geotagged, ch.valid_from, ch.valid_to,
       count(s.id) filter (where s.is_in)::int as masuk,
       count(s.id) filter (where s.is_out)::int as selesai,
       count(s.id) filter (where s.is_due)::int as jatuh_tempo,
       count(s.id) filter (where s.is_due and s.is_on_time)::int as tepat_waktu,
       count(s.id) filter (where s.is_open)::int as terbuka,
       count(s.id) filter (where s.is_overdue)::int as terlambat,
       -- the flow: open when the period began and at its end (or :as_of), opened again, and what is in no stock
       count(s.id) filter (where not s.is_contradictory and s.created_at < :since
                           and (s.closed_at is null or s.closed_at >= :since))::int as awal,
       count(s.id) filter (where not s.is_contradictory and s.created_at < :until
                           and (s.closed_at is null or s.closed_at >= :until))::int as akhir,
       count(s.id) filter (where s.is_open and (
           select true from dashboard.complaint_event e
           where e.complaint_id = s.id and e.status = 'Selesai' and e.at <= :as_of limit 1))::int as dibuka_lagi,
       count(s.id) filter (where s.is_in and s.is_contradictory)::int as bertentangan
from (select code, name, group_name, is_geotagged, valid_from, valid_to from dashboard.channel
      union all
      select distinct channel_code, channel_code, null, null::boolean, null::date, null::date from scope
      where channel_code not in (select code from dashboard.channel)) ch
left join scope s on s.channel_code = ch.code
where s.id is not null or coalesce(ch.valid_from, '-infinity') < :until and coalesce(ch.valid_to, 'infinity') >= :since
group by 1, 2, 3, 4, 5, 6
order by masuk desc, ch.code
