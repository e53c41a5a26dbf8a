-- One row: open LAPOR complaints and how many are overdue on which clock.
with
-- include scope
,
-- include lapor/sp4n
-- include lapor/late_part
select count(*)::int as terbuka,
       count(*) filter (where is_overdue)::int as crm,
       count(*) filter (where is_sp4n_overdue)::int as sp4n,
       count(*) filter (where is_overdue or is_sp4n_overdue)::int as salah_satu,
       count(*) filter (where is_overdue and is_sp4n_overdue)::int as keduanya,
       count(*) filter (where due_at is null and sp4n_due_at is null)::int as tanpa_tenggat,
       coalesce(max(crm_days_late) filter (where is_overdue), 0)::float8 as crm_terlama,
       coalesce(max(sp4n_days_late) filter (where is_sp4n_overdue), 0)::int as sp4n_terlama,
       count(*) filter (where is_chosen)::int as dipilih
from chosen
