-- What the desk says of each LAPOR complaint (an addition to clocks.sql): late or due on the chosen clock, and where it waits.
-- Parameters besides the scope's: clock (crm, sp4n, keduanya = both, salah-satu = either).
-- include lapor/stage
,
-- include spelling
,
horizon as (
    select ((:as_of at time zone :zone)::date + 1)::timestamp at time zone :zone as today_until,
           (min(@known_day(w.day)) filter (where w.number = t.number::bigint + 3) + 1)::timestamp at time zone :zone as three_until,
           (min(@known_day(w.day)) filter (where w.number = t.number::bigint + 7) + 1)::timestamp at time zone :zone as seven_until
    from dashboard.working_day t
    join dashboard.working_day w on w.is_working and w.number between t.number::bigint + 3 and t.number::bigint + 7
    where t.day = (:as_of at time zone :zone)::date
),
clocked as (
    select l.*,
           l.is_open and @overdue(l.sp4n_due_at) as is_sp4n_overdue,
           not l.is_contradictory and @due(l.sp4n_due_at) as is_sp4n_due,
           date_part('epoch', :as_of - l.due_at) / 86400 as crm_days_late,
           case when l.is_open and l.due_at >= :as_of then l.due_at end as crm_next,
           case when l.is_open and l.sp4n_due_at >= :as_of then l.sp4n_due_at end as sp4n_next,
           coalesce(st.stage, 'lain') as stage,
           case l.lapor_kind when 'permintaan informasi' then 'informasi' when 'aspirasi' then 'aspirasi'
                when 'pengaduan tidak berkadar pengawasan' then 'tidak-berkadar'
                when 'pengaduan berkadar pengawasan' then 'berkadar' else 'lain' end as kind_code,
           coalesce(g.name, '') as known_category,
           coalesce(city.code, '') as city_code
    from clocks l
    left join spelling g on g.name = l.category
    -- As the filter finds it: a code that no list knows lies in its city all the same.
    left join (select distinct split_part(code, '.', 1) || '.' || split_part(code, '.', 2) as code
               from dashboard.kelurahan) city
        on city.code = split_part(l.kelurahan_code, '.', 1) || '.' || split_part(l.kelurahan_code, '.', 2)
           and l.kelurahan_code like city.code || '.%'
    left join stage_of st on st.status = l.status
),
missed as (
    select c.*, c.is_due and not c.is_on_time as is_crm_missed,
           c.is_sp4n_due and not @on_time(c.closed_at, c.sp4n_due_at) as is_sp4n_missed
    from clocked c
),
standing as (
    select c.*, h.*,
           case :clock when 'crm' then c.is_overdue when 'sp4n' then c.is_sp4n_overdue
                when 'keduanya' then c.is_overdue and c.is_sp4n_overdue
                else c.is_overdue or c.is_sp4n_overdue end as is_late,
           case :clock when 'crm' then c.crm_next when 'sp4n' then c.sp4n_next
                when 'keduanya' then case when num_nulls(c.crm_next, c.sp4n_next) = 0
                                     then greatest(c.crm_next, c.sp4n_next) end
                -- What is late on one of the two is late, whatever the other says.
                else case when not (c.is_overdue or c.is_sp4n_overdue) then least(c.crm_next, c.sp4n_next) end
           end as next_due_at,
           case :clock when 'crm' then c.is_due when 'sp4n' then c.is_sp4n_due
                when 'keduanya' then c.is_due and c.is_sp4n_due else c.is_due or c.is_sp4n_due end as is_judged,
           case :clock when 'crm' then c.is_crm_missed when 'sp4n' then c.is_sp4n_missed
                when 'keduanya' then c.is_crm_missed and c.is_sp4n_missed
                else c.is_crm_missed or c.is_sp4n_missed end as is_missed,
           case when c.is_overdue then 'crm-' || @late_class(:as_of - c.due_at) end as crm_age,
           case when c.is_sp4n_overdue then 'sp4n-' || @late_class(c.sp4n_days_late * interval '1 day') end as sp4n_age,
           c.is_open and num_nonnulls(c.due_at, c.sp4n_due_at) = 0 as is_without_deadline,
           c.is_open and c.coordinated_at is null and @overdue(c.coordination_due_at) as is_coordination_late,
           c.is_open and c.coordinated_at is null and @overdue(c.verification_due_at) as is_verification_late,
           c.is_open and c.answered_at is null and @overdue(c.follow_up_due_at) as is_follow_up_late
    from missed c
    cross join horizon h
),
desk as (
    select s.*, s.next_due_at < s.today_until as is_due_today, s.next_due_at < s.three_until as is_due_in_three,
           s.next_due_at < s.seven_until as is_due_in_seven
    from standing s
)
