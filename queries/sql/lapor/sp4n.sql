-- The SP4N clock over the scope's LAPOR complaints (an addition to scope.sql): settlement limit by kind, in working
-- days after the day of receipt, ending at 23:59:59 Asia/Jakarta.
lapor as (
    select s.*, r.amount as sp4n_limit,
           (due.day + 1)::timestamp at time zone 'Asia/Jakarta' - interval '1 second' as sp4n_due_at,
           today.number - due.number as sp4n_days_late
    from scope s
    left join lateral (
        select rule.amount from dashboard.sla_rule rule
        where rule.clock = 'sp4n' and rule.step = 'settlement' and rule.unit = 'working_days'
          and (s.created_at at time zone 'Asia/Jakarta')::date between rule.valid_from and coalesce(rule.valid_to, 'infinity')
          and (rule.channel_code is null or rule.channel_code = s.channel_code)
          and (rule.lapor_kind is null or rule.lapor_kind = s.lapor_kind)
          and (rule.category is null or rule.category = s.category)
          and (rule.skpd_kind is null or rule.skpd_kind = s.skpd_kind)
          and (rule.lapor_kind is not null or s.lapor_kind is not null)
        order by num_nonnulls(rule.channel_code, rule.lapor_kind, rule.category, rule.skpd_kind) desc
        limit 1
    ) r on true
    left join dashboard.working_day received on received.day = (s.created_at at time zone 'Asia/Jakarta')::date
    left join dashboard.working_day due on due.is_working and due.number = received.number + r.amount
    left join dashboard.working_day today on today.day = (:as_of at time zone 'Asia/Jakarta')::date
    where s.channel_code = 'LAPOR'
),
late as (
    select l.*, l.is_open and coalesce(l.sp4n_due_at < :as_of, false) as is_sp4n_overdue,
           date_part('epoch', :as_of - l.due_at) / 86400 as crm_days_late
    from lapor l
    where l.is_open
),
