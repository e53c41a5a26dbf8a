-- One row: complaints of the scope received in the period, and how many of them lack what a figure needs.
with
-- include scope
,
-- include spelling
select count(*)::int as masuk,
       count(*) filter (where s.category is null or g.name is null)::int as tanpa_kategori,
       count(*) filter (where u.code is null)::int as tanpa_skpd,
       count(*) filter (where k.code is null)::int as tanpa_kelurahan,
       count(*) filter (where s.due_at is null)::int as tanpa_tenggat,
       count(*) filter (where s.is_contradictory)::int as bertentangan
from scope s
left join spelling g on g.name = s.category
left join dashboard.skpd u on u.code = s.skpd_code
left join dashboard.kelurahan k on k.code = s.kelurahan_code
where s.is_in
