-- Every step of both clocks (an addition to scope.sql): besides the CRM's settlement deadline, its coordination deadline
-- and, for LAPOR, the three of SP4N-LAPOR, in working days after the day of receipt, each ending at 23:59:59 in the zone of the source.
-- Days late count to :as_of, or to the settlement.
step_rule as materialized (
    select * from rule
    where clock = 'sp4n' and working_days is not null or clock = 'crm' and step = 'coordination' and hours is not null
),
clocks as (
    select s.*, allowed.settlement as sp4n_limit, allowed.settlement_source as sp4n_source,
           allowed.verification as verification_limit, allowed.verification_source, allowed.follow_up as follow_up_limit,
           allowed.follow_up_source, allowed.coordination as coordination_hours, allowed.coordination_source,
           s.created_at + allowed.coordination * interval '1 hour' as coordination_due_at,
           (@known_day(verified.day) + 1)::timestamp at time zone :zone - interval '1 second' as verification_due_at,
           (@known_day(followed.day) + 1)::timestamp at time zone :zone - interval '1 second' as follow_up_due_at,
           (@known_day(settled.day) + 1)::timestamp at time zone :zone - interval '1 second' as sp4n_due_at,
           judged.number::bigint - settled.number as sp4n_days_late
    from scope s
    -- The narrowest rule that fits wins. A complaint whose kind nobody noted has no settlement limit.
    cross join lateral (
        select (array_agg(r.working_days order by r.number) filter (where r.step = 'settlement'))[1] as settlement,
               (array_agg(r.source order by r.number) filter (where r.step = 'settlement'))[1] as settlement_source,
               (array_agg(r.working_days order by r.number) filter (where r.step = 'verification'))[1] as verification,
               (array_agg(r.source order by r.number) filter (where r.step = 'verification'))[1] as verification_source,
               (array_agg(r.working_days order by r.number) filter (where r.step = 'first_follow_up'))[1] as follow_up,
               (array_agg(r.source order by r.number) filter (where r.step = 'first_follow_up'))[1] as follow_up_source,
               (array_agg(r.hours order by r.number) filter (where r.step = 'coordination'))[1] as coordination,
               (array_agg(r.source order by r.number) filter (where r.step = 'coordination'))[1] as coordination_source
        from step_rule r
        where (r.clock = 'crm' or s.channel_code = 'LAPOR')
          and (r.step <> 'settlement' or s.lapor_kind is not null)
          and @fits(r, s)
    ) allowed
    left join dashboard.working_day received on received.day = (s.created_at at time zone :zone)::date
    left join dashboard.working_day verified
        on verified.is_working and verified.number = received.number::bigint + allowed.verification
    left join dashboard.working_day followed on followed.is_working and followed.number = received.number::bigint + allowed.follow_up
    left join dashboard.working_day settled on settled.is_working and settled.number = received.number::bigint + allowed.settlement
    left join dashboard.working_day judged
        on judged.day = (least(s.closed_at, :as_of) at time zone :zone)::date
)
