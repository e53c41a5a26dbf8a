-- Every step of both clocks (an addition to scope.sql): besides the CRM's settlement deadline, its coordination deadline
-- and, for LAPOR, the three of SP4N-LAPOR, in working days after the day of receipt, each ending at 23:59:59 Asia/Jakarta.
-- Days late count to :as_of, or to the settlement.
step_rule as materialized (
    select clock, step, amount, unit, source, channel_code, lapor_kind, category, skpd_kind, valid_from,
           coalesce(valid_to, 'infinity') as valid_to,
           row_number() over (order by num_nonnulls(channel_code, lapor_kind, category, skpd_kind) desc,
                              channel_code, lapor_kind, category, skpd_kind) as place
    from dashboard.sla_rule
    where clock = 'sp4n' and unit = 'working_days' or clock = 'crm' and step = 'coordination' and unit <> 'working_days'
),
clocks as (
    select s.*, rule.settlement as sp4n_limit, rule.settlement_source as sp4n_source,
           rule.verification as verification_limit, rule.verification_source, rule.follow_up as follow_up_limit,
           rule.follow_up_source, rule.coordination as coordination_hours, rule.coordination_source,
           s.created_at + rule.coordination * interval '1 hour' as coordination_due_at,
           (verified.day + 1)::timestamp at time zone 'Asia/Jakarta' - interval '1 second' as verification_due_at,
           (followed.day + 1)::timestamp at time zone 'Asia/Jakarta' - interval '1 second' as follow_up_due_at,
           (settled.day + 1)::timestamp at time zone 'Asia/Jakarta' - interval '1 second' as sp4n_due_at,
           judged.number - settled.number as sp4n_days_late
    from scope s
    -- The narrowest rule that fits wins. A complaint whose kind nobody noted has no settlement limit.
    cross join lateral (
        select (array_agg(r.amount order by r.place) filter (where r.step = 'settlement'))[1] as settlement,
               (array_agg(r.source order by r.place) filter (where r.step = 'settlement'))[1] as settlement_source,
               (array_agg(r.amount order by r.place) filter (where r.step = 'verification'))[1] as verification,
               (array_agg(r.source order by r.place)
                    filter (where r.step = 'verification'))[1] as verification_source,
               (array_agg(r.amount order by r.place) filter (where r.step = 'first_follow_up'))[1] as follow_up,
               (array_agg(r.source order by r.place)
                    filter (where r.step = 'first_follow_up'))[1] as follow_up_source,
               (array_agg(case r.unit when 'days' then 24 else 1 end * r.amount order by r.place)
                    filter (where r.step = 'coordination'))[1] as coordination,
               (array_agg(r.source order by r.place)
                    filter (where r.step = 'coordination'))[1] as coordination_source
        from step_rule r
        where (s.created_at at time zone 'Asia/Jakarta')::date between r.valid_from and r.valid_to
          and (r.clock = 'crm' or s.channel_code = 'LAPOR')
          and (r.step <> 'settlement' or s.lapor_kind is not null)
          and (r.channel_code is null or r.channel_code = s.channel_code)
          and (r.lapor_kind is null or r.lapor_kind = s.lapor_kind)
          and (r.category is null or r.category = s.category)
          and (r.skpd_kind is null or r.skpd_kind = s.skpd_kind)
    ) rule
    left join dashboard.working_day received on received.day = (s.created_at at time zone 'Asia/Jakarta')::date
    left join dashboard.working_day verified
        on verified.is_working and verified.number = received.number + rule.verification
    left join dashboard.working_day followed on followed.is_working and followed.number = received.number + rule.follow_up
    left join dashboard.working_day settled on settled.is_working and settled.number = received.number + rule.settlement
    left join dashboard.working_day judged
        on judged.day = (least(s.closed_at, :as_of) at time zone 'Asia/Jakarta')::date
)
