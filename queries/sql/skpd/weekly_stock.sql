-- One row a unit, channel and week (7 days, from 0 at the start of the period): complaints with a deadline that were open at its end, and
-- how many of them were within it, judged by the deadlines and holders known at :as_of.
-- Parameters besides the scope's: units (codes; NULL: all).
with
-- include scope
select s.skpd_code as unit, s.channel_code as channel, w.number as week,
       count(*)::int as n, count(*) filter (where s.due_at >= w.ends_at)::int as x
from scope s
join (select number, ((:since at time zone :zone) + (number + 1) * interval '7 days') at time zone :zone as ends_at
      from generate_series(0, ((:until at time zone :zone)::date - (:since at time zone :zone)::date) / 7 - 1)
           as g (number)) w
    on s.created_at < w.ends_at and (s.closed_at is null or s.closed_at > w.ends_at) and w.ends_at <= :as_of
where not s.is_contradictory and s.due_at is not null and @filled(s.skpd_code) is not null
  and (cast(:units as text[]) is null or s.skpd_code = any (cast(:units as text[])))
group by 1, 2, 3
order by 1, 2, 3
