-- One row: open LAPOR complaints, how many are overdue on which clock, the longest delay on each, and how many have
-- missed an earlier step or fall due soon on the chosen clock. Each count is a set of pick.sql.
with
-- include scope
,
-- include lapor/clocks
,
-- include lapor/desk
select count(*) filter (where is_open)::int as terbuka,
       count(*) filter (where is_overdue)::int as crm,
       count(*) filter (where is_sp4n_overdue)::int as sp4n,
       count(*) filter (where is_overdue or is_sp4n_overdue)::int as salah_satu,
       count(*) filter (where is_overdue and is_sp4n_overdue)::int as keduanya,
       count(*) filter (where is_without_deadline)::int as tanpa_tenggat,
       coalesce(max(crm_days_late) filter (where is_overdue), 0)::float8 as crm_terlama,
       coalesce(max(sp4n_days_late) filter (where is_sp4n_overdue), 0)::int as sp4n_terlama,
       count(*) filter (where is_late)::int as dipilih,
       count(*) filter (where is_coordination_late)::int as lewat_koordinasi,
       count(*) filter (where is_verification_late)::int as lewat_verifikasi,
       count(*) filter (where is_follow_up_late)::int as lewat_tindak_lanjut,
       count(*) filter (where is_due_today)::int as hari_ini,
       count(*) filter (where is_due_in_three)::int as tiga_hari,
       count(*) filter (where is_due_in_seven)::int as tujuh_hari
from desk
