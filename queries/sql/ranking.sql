-- One row a SKPD that holds or held a complaint of the scope: due cohort, stock and overdue.
with
-- include scope
select s.skpd_code as code, coalesce(u.name, s.skpd_code) as name, u.kind, u.city,
       count(*) filter (where s.is_in)::int as masuk,
       count(*) filter (where s.is_due)::int as jatuh_tempo,
       count(*) filter (where s.is_due and s.is_on_time)::int as tepat_waktu,
       count(*) filter (where s.is_open and s.due_at is not null)::int as bertenggat,
       count(*) filter (where s.is_open and s.due_at >= :as_of)::int as dalam_tenggat,
       count(*) filter (where s.is_open)::int as terbuka,
       count(*) filter (where s.is_overdue)::int as terlambat
from scope s
left join dashboard.skpd u on u.code = s.skpd_code
where s.skpd_code is not null
group by s.skpd_code, u.name, u.kind, u.city
order by s.skpd_code
