-- The deadline of a complaint s by the limits of eras.sql, and what says so (an addition to a FROM). A kept copy has worked both
-- out before.
cross join lateral (select case when not s.is_worked then coalesce(
    case when (select bool_or(is_narrow) from crm_rule) then (
        select min(n.number) from crm_rule n
        where n.is_narrow and @fits(n, s))
    end,
    (select array_agg(number order by edge) from era)[
        width_bucket(s.created_at, (select array_agg(edge order by edge) from era))]) end as rule) narrowest
cross join lateral (select case when s.is_worked then s.worked_due_at else coalesce(
    s.created_at + (select array_agg(allowed order by number) from crm_rule)[rule],
    case when (select bool_or(working_days > 0) from crm_rule) then (
        select (@known_day(due.day) + 1)::timestamp at time zone :zone - interval '1 second'
        from crm_rule w
        join dashboard.working_day received on received.day = (s.created_at at time zone :zone)::date
        join dashboard.working_day due on due.is_working and due.number = received.number::bigint + w.working_days
        where w.number = rule)
    end) end as due_at,
    case when s.is_worked then s.worked_source else (select array_agg(source order by number) from crm_rule)[rule] end as source) by_rule
