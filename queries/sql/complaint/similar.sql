-- One row another complaint of the same category in the same kelurahan, received within 30 days of the complaint :id
-- (before or after it, up to :as_of), the nearest first; ``total`` counts all.
select o.id, o.code, coalesce(ch.name, o.channel_code) as channel, o.created_at at time zone 'Asia/Jakarta' as created_at,
       coalesce(case when o.closed_at <= :as_of then o.closed_at end,
                -- settled then and open again since
                (select case when e.status = 'Selesai' then e.at end from dashboard.complaint_event e
                 where o.updated_at > :as_of and e.complaint_id = o.id and e.at <= :as_of
                 order by e.at desc, e.id desc limit 1)) at time zone 'Asia/Jakarta' as closed_at,
       round(date_part('epoch', o.created_at - c.created_at)::numeric / 86400, 1)::float8 as days_apart,
       (count(*) over ())::int as total
from dashboard.complaint c
join dashboard.category mine on mine.name = c.category
join dashboard.category theirs on theirs.canonical = mine.canonical
join dashboard.complaint o on o.category = theirs.name and o.kelurahan_code = nullif(trim(c.kelurahan_code), '') and o.id <> c.id
    and o.created_at between c.created_at - interval '30 days' and least(c.created_at + interval '30 days', :as_of)
left join dashboard.channel ch on ch.code = o.channel_code
where c.id = :id and c.created_at <= :as_of
order by abs(date_part('epoch', o.created_at - c.created_at)), o.id
limit 10
