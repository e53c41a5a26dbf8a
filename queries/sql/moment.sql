-- One row: the database's minute, the source, the span of its complaints, whether one is open and whether first coordinations
-- are recorded, and the longest limit of each clock in days.
with timed as (
    select clock, case unit when 'hours' then ceil(amount / 24.0) when 'days' then amount else amount * 2.0 + 20 end as days
    from dashboard.sla_rule
    where (step = 'settlement' or clock = 'crm' and step = 'coordination')
      and case unit when 'hours' then amount <= 876000 else amount <= 36500 end  -- as in rules.sql
)
select date_trunc('minute', now()) at time zone :zone as minute,
       s.kind, s.name, s.is_sample,
       (select @known(min(created_at)) at time zone :zone from dashboard.complaint
        where created_at >= '1970-01-01 00:00+14') as oldest,
       (select @known(max(created_at)) at time zone :zone from dashboard.complaint
        where created_at <= now() and created_at >= '1970-01-01 00:00+14') as newest,
       -- a published extract holds settled complaints, but for a few odd rows
       s.kind <> 'open-data' and exists (select from dashboard.complaint
                                         where (closed_at is null or closed_at > now()) and status is distinct from 'Selesai') as has_open,
       exists (select from (select coordinated_at from dashboard.complaint
                            where created_at <= now()
                            order by created_at desc limit 1000) newest
               where coordinated_at is not null) as has_coordination,
       (select coalesce(max(days) filter (where clock = 'crm'), 0)::int from timed) as longest_limit,
       (select coalesce(max(days) filter (where clock = 'sp4n'), 0)::int from timed) as longest_sp4n_limit
from dashboard.source s
