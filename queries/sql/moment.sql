-- One row: the database's minute, the source, the span of its complaints and the longest limit of the rules in days.
select date_trunc('minute', now()) at time zone 'Asia/Jakarta' as minute,
       s.kind, s.name, s.is_sample,
       (select min(created_at) at time zone 'Asia/Jakarta' from dashboard.complaint) as oldest,
       (select max(created_at) at time zone 'Asia/Jakarta' from dashboard.complaint where created_at <= now()) as newest,
       (select coalesce(max(case unit when 'hours' then ceil(amount / 24.0) when 'days' then amount
                            else amount * 2 + 20 end), 0)::int
        from dashboard.sla_rule where clock = 'crm' and step = 'settlement') as longest_limit
from dashboard.source s
