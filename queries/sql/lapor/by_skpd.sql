-- One row a SKPD that holds an overdue LAPOR complaint on either clock.
with
-- include scope
,
-- include lapor/sp4n
-- include lapor/late_part
select coalesce(c.skpd_code, '') as code, coalesce(u.name, c.skpd_code, '') as name,
       count(*) filter (where c.is_overdue)::int as crm,
       count(*) filter (where c.is_sp4n_overdue)::int as sp4n,
       count(*)::int as salah_satu,
       count(*) filter (where c.is_overdue and c.is_sp4n_overdue)::int as keduanya,
       count(*) filter (where c.is_chosen)::int as dipilih,
       max(c.crm_days_late) filter (where c.is_overdue)::float8 as crm_terlama,
       max(c.sp4n_days_late) filter (where c.is_sp4n_overdue)::int as sp4n_terlama
from chosen c
left join dashboard.skpd u on u.code = c.skpd_code
where c.is_overdue or c.is_sp4n_overdue
group by 1, 2
order by dipilih desc, 2
