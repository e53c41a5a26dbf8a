-- One row: complaints of the scope received in the period, and how many of them lack what a figure needs.
with
-- include scope
,
-- include spelling
select count(*) filter (where s.is_in)::int as masuk,
       count(*) filter (where s.is_in and (s.category is null or g.name is null))::int as tanpa_kategori,
       count(*) filter (where s.is_in and u.code is null)::int as tanpa_skpd,
       count(*) filter (where s.is_in and k.code is null)::int as tanpa_kelurahan,
       count(*) filter (where s.is_in and s.due_at is null)::int as tanpa_tenggat,
       count(*) filter (where s.is_in and s.is_contradictory)::int as bertentangan,
       count(*) filter (where s.is_not_dated)::int as tanpa_tanggal
from scope s
left join spelling g on g.name = s.category
left join dashboard.skpd u on u.code = s.skpd_code
left join dashboard.kelurahan k on k.code = s.kelurahan_code
where s.is_in or s.is_not_dated
