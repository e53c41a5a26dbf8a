-- Doubtful rows: one row a kind, with how many there are and one example. Nothing here is corrected; it is counted.
with doubt as (
    select code, status,
           closed_at < created_at as closed_early,
           closed_at > now() + interval '1 day' as closed_future,
           created_at > now() + interval '1 day' as created_future,
           status = 'Selesai' and closed_at is null as unclosed,
           closed_at is not null and status is distinct from 'Selesai' as closed_status,
           status is null as no_status,
           status not in (
               'Menunggu', 'Koordinasi', 'Disposisi', 'Proses', 'Menunggu Validasi', 'TL Ditolak', 'Selesai'
           ) as odd_status,
           category is null as no_category,
           btrim(category) in ('', 'NULL', 'NULL"', 'null') as blank_category,
           coalesce(btrim(skpd_code), '') in ('', 'NULL', 'NULL"', 'null') as no_skpd,
           coalesce(btrim(kelurahan_code), '') in ('', 'NULL', 'NULL"', 'null') as no_kelurahan,
           length(code) > 20 as long_code,
           deadline_at < created_at as deadline_early,
           not (created_at >= '1970-01-01 00:00+14' and created_at < '2200-01-01 00:00+00') as not_dated,
           deadline_at >= '2200-01-01 00:00+00' as never_due,
           deadline_at < '2200-01-01 00:00+00' and (created_at >= '1970-01-01 00:00+14' and created_at < '2200-01-01 00:00+00') and deadline_at > created_at + interval '5 years' as far_due,
           deadline_at < '1970-01-01 00:00+14' as odd_due,
           (ews_due_at >= '1970-01-01 00:00+14' and ews_due_at < '2200-01-01 00:00+00') and (created_at >= '1970-01-01 00:00+14' and created_at < '2200-01-01 00:00+00') and ews_due_at > created_at + interval '5 years' as far_ews,
           not (ews_due_at >= '1970-01-01 00:00+14' and ews_due_at < '2200-01-01 00:00+00') as odd_ews,
           not (closed_at >= '1970-01-01 00:00+14' and closed_at < '2200-01-01 00:00+00') as odd_closed,
           not (coordinated_at >= '1970-01-01 00:00+14' and coordinated_at < '2200-01-01 00:00+00') as odd_coordinated,
           not (answered_at >= '1970-01-01 00:00+14' and answered_at < '2200-01-01 00:00+00') as odd_answered,
           not (status_at >= '1970-01-01 00:00+14' and status_at < '2200-01-01 00:00+00') as odd_status_at,
           not (updated_at >= '1970-01-01 00:00+14' and updated_at < '2200-01-01 00:00+00') as odd_updated,
           ews_count not between 0 and 100 as odd_ews_count,
           rating not between 0 and 100 as odd_rating,
           coalesce(btrim(channel_code), '') = '' as no_channel
    from dashboard.complaint
),
-- One pass over the complaints.
counted as (
    select
        count(*) filter (where closed_early) as closed_early, min(code) filter (where closed_early) as closed_early_example,
        count(*) filter (where closed_future) as closed_future, min(code) filter (where closed_future) as closed_future_example,
        count(*) filter (where created_future) as created_future, min(code) filter (where created_future) as created_future_example,
        count(*) filter (where unclosed) as unclosed, min(code) filter (where unclosed) as unclosed_example,
        count(*) filter (where closed_status) as closed_status, min(code) filter (where closed_status) as closed_status_example,
        count(*) filter (where no_status) as no_status, min(code) filter (where no_status) as no_status_example,
        count(*) filter (where odd_status) as odd_status, min(status) filter (where odd_status) as odd_status_example,
        count(*) filter (where no_category) as no_category, min(code) filter (where no_category) as no_category_example,
        count(*) filter (where blank_category) as blank_category, min(code) filter (where blank_category) as blank_category_example,
        count(*) filter (where no_skpd) as no_skpd, min(code) filter (where no_skpd) as no_skpd_example,
        count(*) filter (where no_kelurahan) as no_kelurahan, min(code) filter (where no_kelurahan) as no_kelurahan_example,
        count(*) filter (where long_code) as long_code, min(code) filter (where long_code) as long_code_example,
        count(*) filter (where deadline_early) as deadline_early, min(code) filter (where deadline_early) as deadline_early_example,
        count(*) filter (where not_dated) as not_dated, min(code) filter (where not_dated) as not_dated_example,
        count(*) filter (where never_due) as never_due, min(code) filter (where never_due) as never_due_example,
        count(*) filter (where far_due) as far_due, min(code) filter (where far_due) as far_due_example,
        count(*) filter (where odd_due) as odd_due, min(code) filter (where odd_due) as odd_due_example,
        count(*) filter (where far_ews) as far_ews, min(code) filter (where far_ews) as far_ews_example,
        count(*) filter (where odd_ews) as odd_ews, min(code) filter (where odd_ews) as odd_ews_example,
        count(*) filter (where odd_closed) as odd_closed, min(code) filter (where odd_closed) as odd_closed_example,
        count(*) filter (where odd_coordinated) as odd_coordinated, min(code) filter (where odd_coordinated) as odd_coordinated_example,
        count(*) filter (where odd_answered) as odd_answered, min(code) filter (where odd_answered) as odd_answered_example,
        count(*) filter (where odd_status_at) as odd_status_at, min(code) filter (where odd_status_at) as odd_status_at_example,
        count(*) filter (where odd_updated) as odd_updated, min(code) filter (where odd_updated) as odd_updated_example,
        count(*) filter (where odd_ews_count) as odd_ews_count, min(code) filter (where odd_ews_count) as odd_ews_count_example,
        count(*) filter (where odd_rating) as odd_rating, min(code) filter (where odd_rating) as odd_rating_example,
        count(*) filter (where no_channel) as no_channel, min(code) filter (where no_channel) as no_channel_example
    from doubt
),
-- JAKI numbers, JK + YYMMDD + running number, of another day than the receipt. The day is added to the first of its
-- month, so that a 31 June does not end the query. The case keeps the quick test before the slow one.
number as materialized (
    select code, day,
           make_date(2000 + substr(code, 3, 2)::integer, substr(code, 5, 2)::integer, 1)
               + substr(code, 7, 2)::integer - 1 as number_day
    from (
        select code, (created_at at time zone current_setting('TimeZone'))::date as day
        from dashboard.complaint
        where created_at >= '1970-01-01 00:00+14' and created_at < '2200-01-01 00:00+00' and case
            when upper(left(code, 2)) = 'JK'
                and substr(code, 3, 6) <> to_char(created_at at time zone current_setting('TimeZone'), 'YYMMDD')
                then substr(code, 3) ~ '^\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])'
        end
    ) received
),
number_counted as (
    select
        count(*) filter (where abs(day - number_day) > 2) as day_off,
        min(code) filter (where abs(day - number_day) > 2) as day_off_example,
        count(*) filter (where extract(year from day) <> extract(year from number_day)) as year_off,
        min(code) filter (where extract(year from day) <> extract(year from number_day)) as year_off_example
    from number
),
category as (
    select count(*) as count, min(c.category) as example
    from dashboard.complaint c
    where c.category is not null and not exists (select from dashboard.category k where k.name = c.category)
),
skpd as (
    select count(*) as count, min(c.skpd_code) as example
    from dashboard.complaint c
    where btrim(c.skpd_code) not in ('', 'NULL', 'NULL"', 'null')
      and not exists (select from dashboard.skpd k where k.code = c.skpd_code)
),
channel as (
    select count(*) as count, min(c.channel_code) as example
    from dashboard.complaint c
    where c.channel_code is not null and not exists (select from dashboard.channel k where k.code = c.channel_code)
),
kelurahan as (
    select count(*) as count, min(c.kelurahan_code) as example
    from dashboard.complaint c
    where btrim(c.kelurahan_code) not in ('', 'NULL', 'NULL"', 'null')
      and not exists (select from dashboard.kelurahan k where k.code = c.kelurahan_code)
),
repeated as (
    select coalesce(sum(n), 0) as count, min(code) as example
    from (select code, count(*) as n from dashboard.complaint group by code having count(*) > 1) each
),
event as (
    select count(*) filter (where e.at < c.created_at) as early,
           min(c.code) filter (where e.at < c.created_at) as early_example,
           count(*) filter (where c.id is null) as lost,
           min(e.complaint_id) filter (where c.id is null) as lost_example
    from dashboard.complaint_event e left join dashboard.complaint c on c.id = e.complaint_id
),
-- What the history and the master data say of times that are none.
odd_step as (
    select count(*) as count, min(complaint_id) as example from dashboard.complaint_event
    where not (at >= '1970-01-01 00:00+14' and at < '2200-01-01 00:00+00')
       or not (ews_due_at >= '1970-01-01 00:00+14' and ews_due_at < '2200-01-01 00:00+00')
),
odd_stay as (
    select count(*) as count, min(complaint_id) as example from dashboard.complaint_spell
    where not (received_at >= '1970-01-01 00:00+14' and received_at < '2200-01-01 00:00+00')
       or not (released_at >= '1970-01-01 00:00+14' and released_at < '2200-01-01 00:00+00')
),
odd_day as (
    select count(*) as count, min(place) as example
    from (
        select valid_from as day, 'channel ' || code as place from dashboard.channel
        union all select valid_to, 'channel ' || code from dashboard.channel
        union all select valid_from, 'time limit ' || clock || ' ' || step from dashboard.sla_rule
        union all select valid_to, 'time limit ' || clock || ' ' || step from dashboard.sla_rule
        union all select day, 'calendar' from dashboard.working_day
    ) dated
    where not (day >= '1970-01-01' and day < '2200-01-01')
),
long_limit as (
    select count(*) as count, min(clock || ' ' || step) as example from dashboard.sla_rule
    where amount > case unit when 'hours' then 876000 else 36500 end
),
blank_name as (
    select count(*) as count, min(place) as example
    from (
        select name, 'category' as place from dashboard.category
        union all select name, 'skpd ' || code from dashboard.skpd
        union all select name, 'kelurahan ' || code from dashboard.kelurahan
        union all select name, 'channel ' || code from dashboard.channel
    ) named
    where name is null or btrim(name) in ('', 'NULL', 'NULL"', 'null')
)
select kind, count, example
from counted cross join number_counted cross join lateral (values
    ('closed before created', closed_early, closed_early_example),
    ('closed in the future', closed_future, closed_future_example),
    ('created in the future', created_future, created_future_example),
    ('status Selesai without closing time', unclosed, unclosed_example),
    ('closing time with another status', closed_status, closed_status_example),
    ('status missing', no_status, no_status_example),
    ('status unknown', odd_status, odd_status_example),
    ('category missing', no_category, no_category_example),
    ('category blank or the word NULL', blank_category, blank_category_example),
    ('SKPD missing, blank or the word NULL', no_skpd, no_skpd_example),
    ('kelurahan missing, blank or the word NULL', no_kelurahan, no_kelurahan_example),
    ('number longer than 20 characters', long_code, long_code_example),
    ('deadline before receipt', deadline_early, deadline_early_example),
    ('receipt outside the calendar (before 1970 or from 2200 on)', not_dated, not_dated_example),
    ('deadline that never comes (from 2200 on)', never_due, never_due_example),
    ('deadline more than 5 years after receipt', far_due, far_due_example),
    ('deadline before the calendar', odd_due, odd_due_example),
    ('EWS estimate more than 5 years after receipt', far_ews, far_ews_example),
    ('EWS estimate outside the calendar', odd_ews, odd_ews_example),
    ('closing time outside the calendar', odd_closed, odd_closed_example),
    ('first coordination outside the calendar', odd_coordinated, odd_coordinated_example),
    ('first answer outside the calendar', odd_answered, odd_answered_example),
    ('time of the status outside the calendar', odd_status_at, odd_status_at_example),
    ('last change outside the calendar', odd_updated, odd_updated_example),
    ('EWS count below 0 or above 100', odd_ews_count, odd_ews_count_example),
    ('rating below 0 or above 100', odd_rating, odd_rating_example),
    ('channel missing or blank', no_channel, no_channel_example),
    ('day in the JK number is more than 2 days off', day_off, day_off_example),
    ('year in the JK number differs', year_off, year_off_example)
) as each (kind, count, example)
union all select 'category not in dashboard.category', count, example from category
union all select 'SKPD not in dashboard.skpd', count, example from skpd
union all select 'channel not in dashboard.channel', count, example from channel
union all select 'kelurahan not in dashboard.kelurahan', count, example from kelurahan
union all select 'number used more than once', count, example from repeated
union all select 'step before receipt', early, early_example from event
union all select 'step of an unknown complaint', lost, lost_example::text from event
union all select 'step or its EWS outside the calendar', count, example::text from odd_step
union all select 'stay outside the calendar', count, example::text from odd_stay
union all select 'date outside the calendar in a master table', count, example from odd_day
union all select 'time limit of more than a century: taken as none', count, example from long_limit
union all select 'name missing, blank or the word NULL in a master table', count, example from blank_name;
