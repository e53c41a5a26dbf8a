-- One row a day of the period that has begun at :as_of: what came in and went out, the due cohort, and the stock at
-- the day's end (or at :as_of) judged by the deadlines known at :as_of.
with
-- include scope
,
day as (
    select d::date as day,
           least((d + interval '1 day'), :as_of at time zone 'Asia/Jakarta') at time zone 'Asia/Jakarta' as day_end
    from generate_series(:since at time zone 'Asia/Jakarta',
                         least(:until at time zone 'Asia/Jakarta' - interval '1 day', :as_of at time zone 'Asia/Jakarta'),
                         interval '1 day') d
),
flow as (
    select (created_at at time zone 'Asia/Jakarta')::date as day, count(*)::int as masuk, 0 as selesai, 0 as jatuh_tempo, 0 as tepat_waktu
    from scope where is_in group by 1
    union all
    select (closed_at at time zone 'Asia/Jakarta')::date, 0, count(*)::int, 0, 0 from scope where is_out group by 1
    union all
    select (due_at at time zone 'Asia/Jakarta')::date, 0, 0, count(*)::int, count(*) filter (where is_on_time)::int
    from scope where is_due group by 1
),
-- +1 when a complaint joins a stock, -1 when it leaves; a running sum over the days is the stock.
change as (
    select created_at as at, 1 as open, 0 as overdue, 0 as with_deadline from scope where not is_contradictory
    union all
    select closed_at, -1, 0, 0 from scope where not is_contradictory and closed_at is not null
    union all
    select created_at, 0, 0, 1 from scope where not is_contradictory and due_at is not null
    union all
    select closed_at, 0, 0, -1 from scope where not is_contradictory and due_at is not null and closed_at is not null
    union all
    select due_at, 0, 1, 0 from scope
    where not is_contradictory and due_at <= :as_of and (closed_at is null or closed_at > due_at)
    union all
    select closed_at, 0, -1, 0 from scope where not is_contradictory and closed_at > due_at
),
stock as (
    select day.day, sum(c.open)::int as terbuka, sum(c.overdue)::int as terlambat, sum(c.with_deadline)::int as bertenggat
    from day
    join (select greatest((at at time zone 'Asia/Jakarta')::date, (:since at time zone 'Asia/Jakarta')::date) as day,
                 sum(open) as open, sum(overdue) as overdue, sum(with_deadline) as with_deadline
          from change where at <= :as_of group by 1) c on c.day <= day.day
    group by day.day
)
select day.day, coalesce(sum(f.masuk), 0)::int as masuk, coalesce(sum(f.selesai), 0)::int as selesai,
       coalesce(sum(f.jatuh_tempo), 0)::int as jatuh_tempo, coalesce(sum(f.tepat_waktu), 0)::int as tepat_waktu,
       coalesce(max(s.terbuka), 0) as terbuka, coalesce(max(s.terlambat), 0) as terlambat,
       coalesce(max(s.bertenggat), 0) as bertenggat,
       day.day_end < (day.day + 1)::timestamp at time zone 'Asia/Jakarta' as is_running
from day
left join flow f on f.day = day.day
left join stock s on s.day = day.day
group by day.day, day.day_end
order by day.day
