-- One row a channel and category: complaints received in the period.
with
-- include scope
select s.channel_code as code, coalesce(s.category, '') as category, count(*)::int as masuk
from scope s
where s.is_in
group by 1, 2
order by 1, 2
