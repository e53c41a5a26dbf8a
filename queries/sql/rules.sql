-- The time limits (an addition). The narrowest rule that fits wins: of its clock and step it has the smallest number.
rule as materialized (
    select clock, step, source, channel_code, lapor_kind, category, skpd_kind,
           row_number() over (partition by clock, step
                              order by num_nonnulls(channel_code, lapor_kind, category, skpd_kind) desc, channel_code,
                                       lapor_kind, category, skpd_kind) as number,
           num_nonnulls(channel_code, lapor_kind, category, skpd_kind) > 0 as is_narrow,
           case unit when 'hours' then amount when 'days' then amount * 24 end as hours,
           case unit when 'working_days' then amount end as working_days,
           -- whom it holds for, in the words of a complaint: so nothing is looked up a row, and a question that shows
           -- neither category nor kind of SKPD joins neither
           (select array_agg(g.name) from dashboard.category g where @category(g, g.name) = r.category) as spellings,
           (select array_agg(u.code) from dashboard.skpd u where u.kind = r.skpd_kind) as holders,
           valid_from::timestamp at time zone 'Asia/Jakarta' as valid_from,
           coalesce((valid_to + 1)::timestamp at time zone 'Asia/Jakarta', 'infinity') as valid_until
    from dashboard.sla_rule r
)
