-- One row another complaint of the same category in the same kelurahan, received within 30 days of the complaint :id
-- (before or after it, up to :as_of), the nearest first; ``total`` counts all.
with
-- include spelling
,
-- include names
select o.id, o.code, coalesce(ch.name, o.channel_code) as channel, o.created_at at time zone :zone as created_at,
       @settled_at(o, :as_of) at time zone :zone as closed_at,
       round(date_part('epoch', o.created_at - c.created_at)::numeric / 86400, 1)::float8 as days_apart,
       (count(*) over ())::int as total
from dashboard.complaint c
left join dashboard.category mine on mine.name = c.category
join spelling g on g.name = @category(mine, c.category)
join dashboard.complaint o on @same_matter(o, c, g.spellings)
    and o.created_at between c.created_at - interval '30 days' and least(c.created_at + interval '30 days', :as_of)
left join channel_name ch on ch.code = o.channel_code
where c.id = :id and c.created_at <= :as_of and not @not_dated(c.created_at) and not @not_dated(o.created_at)
order by abs(date_part('epoch', o.created_at - c.created_at)), o.id
limit 10
