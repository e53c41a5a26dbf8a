-- One row a clock and class of days late (relative to the deadline): overdue LAPOR complaints.
with
-- include scope
,
-- include lapor/sp4n
-- include lapor/late_part
select 'crm' as clock, crm_age as age, count(*)::int as aduan from chosen where is_overdue group by 2
union all
select 'sp4n', sp4n_age, count(*)::int from chosen where is_sp4n_overdue group by 2
