-- One row a channel, weekday (1 Monday to 7) and hour of receipt: complaints received in the period.
with
-- include scope
select s.channel_code as code, extract(isodow from s.created_at at time zone :zone)::int as weekday,
       extract(hour from s.created_at at time zone :zone)::int as hour, count(*)::int as masuk
from scope s
where s.is_in
group by 1, 2, 3
order by 1, 2, 3
