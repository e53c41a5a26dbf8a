-- One row a month and channel of which copy and source hold different numbers of complaints.
select to_char(coalesce(h.month, t.month), 'YYYY-MM'), coalesce(h.channel_code, t.channel_code), coalesce(h.n, 0), coalesce(t.n, 0)
from (select date_trunc('month', created_at) as month, channel_code, count(*) as n from dashboard.complaint group by 1, 2) h
full join (select date_trunc('month', created_at) as month, coalesce(channel_code, '') as channel_code, count(*) as n
           from there where id is not null group by 1, 2) t
    on t.month is not distinct from h.month and t.channel_code = h.channel_code
where h.n is distinct from t.n
order by 1, 2
limit 50;
