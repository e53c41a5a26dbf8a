-- One row a day of the period that has begun at :as_of: what came in and went out, the due cohort, and the stock at
-- the day's end (or at :as_of) judged by the deadlines known at :as_of.
with
-- include scope
,
-- A complaint joins or leaves a stock at its receipt, its deadline and its end; a running sum over the days is the
-- stock. Whatever happened before the period counts on its first day. (Jakarta's days all have 24 hours.)
change as (
    select greatest(0, floor(extract(epoch from c.at - :since) / 86400))::int as number,
           sum(c.open) as open, sum(c.overdue) as overdue, sum(c.with_deadline) as with_deadline,
           sum(c.came) as masuk, sum(c.went) as selesai, sum(c.due) as jatuh_tempo, sum(c.met) as tepat_waktu
    from scope s
    cross join lateral (select (not s.is_contradictory)::int as sound, (s.due_at is not null)::int as dated) f
    cross join lateral (
        values (s.created_at, f.sound, 0, f.sound * f.dated, s.is_in::int, 0, 0, 0),
               (s.closed_at, -f.sound, -f.sound * coalesce(s.closed_at > s.due_at, false)::int, -f.sound * f.dated,
                0, s.is_out::int, 0, 0),
               (s.due_at, 0, f.sound * coalesce(s.closed_at > s.due_at, true)::int, 0,
                0, 0, s.is_due::int, (s.is_due and s.is_on_time)::int)
    ) as c (at, open, overdue, with_deadline, came, went, due, met)
    where c.at <= :as_of
    group by 1
)
select (:since at time zone 'Asia/Jakarta')::date + d.number as day,
       coalesce(c.masuk, 0)::int as masuk, coalesce(c.selesai, 0)::int as selesai,
       coalesce(c.jatuh_tempo, 0)::int as jatuh_tempo, coalesce(c.tepat_waktu, 0)::int as tepat_waktu,
       coalesce(sum(c.open) over days, 0)::int as terbuka,
       coalesce(sum(c.overdue) over days, 0)::int as terlambat,
       coalesce(sum(c.with_deadline) over days, 0)::int as bertenggat,
       :since + (d.number + 1) * interval '24 hours' > :as_of as is_running
from generate_series(0, (extract(epoch from least(:until - interval '1 second', :as_of) - :since) / 86400)::numeric::int)
     as d (number)
left join change c on c.number = d.number
where :since + d.number * interval '24 hours' < :until and :since + d.number * interval '24 hours' <= :as_of
window days as (order by d.number)
order by day
