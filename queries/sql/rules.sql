-- The time limits (an addition). The narrowest rule that fits wins: of its clock and step it has the smallest number.
rule as materialized (
    select clock, step, source, channel_code, lapor_kind, category, skpd_kind,
           row_number() over (partition by clock, step
                              order by num_nonnulls(channel_code, lapor_kind, category, skpd_kind) desc, channel_code,
                                       lapor_kind, category, skpd_kind) as number,
           num_nonnulls(channel_code, lapor_kind, category, skpd_kind) > 0 as is_narrow,
           -- a limit of more than a century is none
           case when unit = 'hours' and amount <= 876000 then amount
                when unit = 'days' and amount <= 36500 then amount * 24 end as hours,
           case unit when 'working_days' then amount end as working_days,
           -- whom it holds for, in the words of a complaint: so nothing is looked up a row, and a question that shows
           -- neither category nor kind of SKPD joins neither
           (select array_agg(g.name) from dashboard.category g where @category(g, g.name) = r.category) as spellings,
           (select array_agg(u.code) from dashboard.skpd u where u.kind = r.skpd_kind) as holders,
           case when valid_from < '1970-01-01' then '-infinity' when valid_from >= '2200-01-01' then 'infinity'
                else @known_day(valid_from)::timestamp at time zone :zone end as valid_from,
           case when valid_to < '1970-01-01' then '-infinity'
                else coalesce((@known_day(valid_to) + 1)::timestamp at time zone :zone, 'infinity') end as valid_until
    from dashboard.sla_rule r
)
