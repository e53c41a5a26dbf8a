-- The columns of a list of complaints: one row a complaint of ``picked``, which has a ``total`` (an addition to scope.sql).
select p.id, p.code, coalesce(ch.name, p.channel_code) as channel, p.category, coalesce(u.name, p.skpd_code) as skpd,
       k.name as kelurahan, k.city, p.status, p.created_at at time zone :zone as created_at,
       p.closed_at at time zone :zone as closed_at, p.due_at at time zone :zone as due_at, p.due_source,
       @days_past(p.due_at, least(p.closed_at, :as_of)) as days_late,
       @days_left(p.due_at, least(p.closed_at, :as_of)) as days_left,
       p.ews_count, p.total::int as total
from picked p
left join channel_name ch on ch.code = p.channel_code
left join unit_name u on u.code = p.skpd_code
left join kelurahan_name k on k.code = p.kelurahan_code
order by case when :late_first then coalesce(p.due_at, 'infinity') end, p.created_at desc nulls last, p.id
