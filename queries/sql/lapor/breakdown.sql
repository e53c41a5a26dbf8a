-- One row a dimension and value: LAPOR complaints overdue on the chosen clock and the longest delay on each clock.
-- Dimensions: umur-crm and umur-sp4n (classes of days late), tahap (where it waits), jenis, kategori, kota, skpd.
with
-- include scope
,
-- include lapor/clocks
,
-- include lapor/desk
,
-- include names
select v.dimension, v.code, coalesce(u.name, v.code) as name, count(*)::int as aduan,
       count(*) filter (where d.is_overdue)::int as crm, count(*) filter (where d.is_sp4n_overdue)::int as sp4n,
       max(d.crm_days_late) filter (where d.is_overdue)::float8 as crm_terlama,
       max(d.sp4n_days_late) filter (where d.is_sp4n_overdue)::int as sp4n_terlama
from desk d
cross join lateral (values ('umur-crm', d.crm_age), ('umur-sp4n', d.sp4n_age), ('tahap', d.stage), ('jenis', d.kind_code),
                           ('kategori', d.known_category), ('kota', d.city_code), ('skpd', coalesce(d.skpd_code, '')))
    as v (dimension, code)
left join unit_name u on v.dimension = 'skpd' and u.code = v.code
where d.is_late and v.code is not null
group by 1, 2, 3
order by 1, aduan desc, 3
