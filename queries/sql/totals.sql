-- One row: the headline counts of the scope. Each is a set of the list (list.sql) under the same name.
with
-- include scope
,
-- include sets
select count(*) filter (where is_in)::int as masuk,
       count(*) filter (where is_out)::int as selesai,
       count(*) filter (where is_due)::int as jatuh_tempo,
       count(*) filter (where is_due and is_on_time)::int as tepat_waktu,
       count(*) filter (where is_open)::int as terbuka,
       count(*) filter (where is_with_deadline)::int as bertenggat,
       count(*) filter (where is_within)::int as dalam_tenggat,
       count(*) filter (where is_overdue)::int as terlambat,
       count(*) filter (where is_contradictory_in)::int as bertentangan,
       count(*) filter (where is_not_dated)::int as tanpa_tanggal,
       count(*) filter (where is_overdue and channel_code = 'LAPOR')::int as lapor_terlambat,
       count(*) filter (where is_ews_repeated)::int as ews_berulang,
       count(*) filter (where is_long_in_validation)::int as validasi_lama,
       count(*) filter (where age = 'tanpa-tenggat')::int as tanpa_tenggat,
       count(*) filter (where age = 'belum')::int as belum,
       count(*) filter (where age = 'segera')::int as segera,
       count(*) filter (where is_due_in_seven)::int as tujuh_hari,
       count(*) filter (where age = 'telat-7')::int as telat_7,
       count(*) filter (where age = 'telat-30')::int as telat_30,
       count(*) filter (where age = 'telat-90')::int as telat_90,
       count(*) filter (where age = 'telat-lama')::int as telat_lama
from sets
