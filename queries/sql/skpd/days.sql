-- One row a day: the name of the holiday, if it is one that is not worked, and how many complaints about floods came in.
-- Parameters: since, until (half open), as_of.
select w.day, case when not w.is_working then w.name end as holiday, coalesce(f.floods, 0)::int as floods
from dashboard.working_day w
left join (
    select (c.created_at at time zone :zone)::date as day, count(*) as floods
    from dashboard.complaint c
    join dashboard.category g on g.name = c.category
    where c.created_at >= :since and c.created_at < :until and c.created_at <= :as_of and g.canonical ilike '%banjir%'
    group by 1) f on f.day = w.day
where w.day >= (cast(:since as timestamptz) at time zone :zone)::date
  and w.day < (cast(:until as timestamptz) at time zone :zone)::date
order by w.day
