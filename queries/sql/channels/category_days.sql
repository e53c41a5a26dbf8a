-- One row a category and day of the period that has begun at :as_of: complaints received.
with
-- include scope
select coalesce(s.category, '') as category, (s.created_at at time zone :zone)::date as day, count(*)::int as masuk
from scope s
where s.is_in
group by 1, 2
order by 1, 2
