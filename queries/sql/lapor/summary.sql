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
       count(*) filter (where is_open and num_nonnulls(due_at, sp4n_due_at) = 0)::int as tanpa_tenggat,
       coalesce(max(crm_days_late) filter (where is_overdue), 0)::float8 as crm_terlama,
       coalesce(max(sp4n_days_late) filter (where is_sp4n_overdue), 0)::int as sp4n_terlama,
       count(*) filter (where is_late)::int as dipilih,
       count(*) filter (where is_open and coordinated_at is null and coordination_due_at < :as_of)::int as lewat_koordinasi,
       count(*) filter (where is_open and coordinated_at is null and verification_due_at < :as_of)::int as lewat_verifikasi,
       count(*) filter (where is_open and answered_at is null and follow_up_due_at < :as_of)::int as lewat_tindak_lanjut,
       count(*) filter (where next_due_at < today_until)::int as hari_ini,
       count(*) filter (where next_due_at < three_until)::int as tiga_hari,
       count(*) filter (where next_due_at < seven_until)::int as tujuh_hari
from desk
