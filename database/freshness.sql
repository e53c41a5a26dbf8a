-- What claims to come from the future is no sign of freshness.
-- One row overall and one a channel: name, newest receipt, newest change (Jakarta time), number of complaints.
select case when grouping(p.channel_code) = 1 then 'all channels' else coalesce(p.channel_code, '(no channel)') end as name,
       to_char(max(p.created_at) filter (where p.created_at <= now()) at time zone current_setting('TimeZone'), 'YYYY-MM-DD HH24:MI') as received,
       to_char(max(p.updated_at) filter (where p.updated_at <= now()) at time zone current_setting('TimeZone'), 'YYYY-MM-DD HH24:MI') as changed,
       count(*) as count
from dashboard.complaint p
group by grouping sets ((), (p.channel_code))
order by grouping(p.channel_code) desc, count(*) desc;
