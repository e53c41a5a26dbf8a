-- One row a SKPD with LAPOR complaints that fall due on the chosen clock within seven working days: today, within three
-- and within seven working days (each includes the ones before), with those already overdue there.
with
-- include scope
,
-- include lapor/clocks
,
-- include lapor/desk
,
-- include names
select coalesce(d.skpd_code, '') as code, coalesce(u.name, d.skpd_code, '') as name,
       count(*) filter (where d.is_due_today)::int as hari_ini,
       count(*) filter (where d.is_due_in_three)::int as tiga_hari,
       count(*) filter (where d.is_due_in_seven)::int as tujuh_hari,
       count(*) filter (where d.is_late)::int as terlambat,
       min(d.next_due_at) at time zone :zone as terdekat
from desk d
left join unit_name u on u.code = d.skpd_code
where d.is_open
group by 1, 2
having count(*) filter (where d.is_due_in_seven) > 0
order by hari_ini desc, tiga_hari desc, tujuh_hari desc, 2
