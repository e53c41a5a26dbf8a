-- The overdue LAPOR complaints on the chosen clock (an addition to sp4n.sql).
-- Parameters: clock (crm, sp4n, keduanya, salah-satu).
chosen as (
    select l.*,
           case :clock when 'crm' then l.is_overdue when 'sp4n' then l.is_sp4n_overdue
                when 'keduanya' then l.is_overdue and l.is_sp4n_overdue
                else l.is_overdue or l.is_sp4n_overdue end as is_chosen,
           case when not l.is_overdue then null when l.crm_days_late <= 7 then 'telat-7'
                when l.crm_days_late <= 30 then 'telat-30' when l.crm_days_late <= 90 then 'telat-90'
                else 'telat-lama' end as crm_age,
           case when not l.is_sp4n_overdue then null when l.sp4n_days_late <= 7 then 'telat-7'
                when l.sp4n_days_late <= 30 then 'telat-30' when l.sp4n_days_late <= 90 then 'telat-90'
                else 'telat-lama' end as sp4n_age
    from late l
)
