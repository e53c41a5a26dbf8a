-- One row a channel and hour of receipt: complaints received in the period that were coordinated, and the median hours to it.
with
-- include scope
select s.channel_code as code, extract(hour from s.created_at at time zone :zone)::int as hour,
       count(s.coordinated_at)::int as dikoordinasikan,
       percentile_cont(0.5) within group (order by date_part('epoch', s.coordinated_at - s.created_at) / 3600)::float8
           as hours
from scope s
where s.is_in and not s.is_contradictory and s.coordinated_at >= s.created_at
group by grouping sets ((1, 2), (1))
order by 1, 2
