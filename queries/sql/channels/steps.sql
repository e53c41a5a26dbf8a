-- One row a channel and day, week or month of the period: complaints received.
-- Parameters besides the scope's: unit (day, week, month).
with
-- include scope
select s.channel_code as code, date_trunc(:unit, s.created_at at time zone :zone)::date as step,
       count(*)::int as masuk
from scope s
where s.is_in
group by 1, 2
order by 2, 1
