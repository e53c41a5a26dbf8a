-- What the worked-out columns rest on, as one word: limits, calendar, categories, kinds of units and the zone.
select md5(concat_ws('|', current_setting('TimeZone'),
    (select string_agg(r::text, '|' order by r::text) from dashboard.sla_rule r),
    (select string_agg(w.day::text || w.is_working || w.number, '|' order by w.day) from dashboard.working_day w),
    (select string_agg(g.name || '=' || coalesce(g.canonical, ''), '|' order by g.name) from dashboard.category g),
    (select string_agg(u.code || '=' || coalesce(u.kind, ''), '|' order by u.code) from dashboard.skpd u)))
