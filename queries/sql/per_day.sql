-- One row a day of the period that has begun at :as_of: what came in and went out, the due cohort, and the stock at
-- the day's end (or at :as_of) judged by the deadlines known at :as_of.
with
-- include scope
,
-- The days, from 0, on which a complaint came, was due and went; whatever lies before the period counts on its first
-- day.
dated as materialized (
    select greatest(0, @day_number(created_at)) as came,
           case when due_at is not null then greatest(0, @day_number(due_at)) end as due,
           case when closed_at is not null then greatest(0, @day_number(closed_at)) end as went,
           (not is_contradictory)::int as sound,
           (not is_contradictory and due_at is not null)::int as with_deadline,
           (not is_contradictory and due_at <= :as_of and not is_on_time)::int as late,
           is_in::int as is_in, is_out::int as is_out, is_due::int as is_due, (is_due and is_on_time)::int as is_met
    from scope
),
-- It joins or leaves a stock on those days; the running sum over the days is the stock.
change as (
    select number, sum(open) as open, sum(overdue) as overdue, sum(with_deadline) as with_deadline,
           sum(masuk) as masuk, sum(selesai) as selesai, sum(jatuh_tempo) as jatuh_tempo, sum(tepat_waktu) as tepat_waktu
    from (
        select came as number, sum(sound) as open, 0 as overdue, sum(with_deadline) as with_deadline,
               sum(is_in) as masuk, 0 as selesai, 0 as jatuh_tempo, 0 as tepat_waktu
        from dated group by 1
        union all
        select due, 0, sum(late), 0, 0, 0, sum(is_due), sum(is_met) from dated group by 1
        union all
        select went, -sum(sound), -sum(late), -sum(with_deadline), 0, sum(is_out), 0, 0
        from dated where went is not null group by 1
    ) as c
    group by 1
)
select (:since at time zone :zone)::date + d.number as day,
       coalesce(c.masuk, 0)::int as masuk, coalesce(c.selesai, 0)::int as selesai,
       coalesce(c.jatuh_tempo, 0)::int as jatuh_tempo, coalesce(c.tepat_waktu, 0)::int as tepat_waktu,
       coalesce(sum(c.open) over days, 0)::int as terbuka,
       coalesce(sum(c.overdue) over days, 0)::int as terlambat,
       coalesce(sum(c.with_deadline) over days, 0)::int as bertenggat,
       d.number = @day_number(:as_of) as is_running
from generate_series(0, @day_number(least(:until - interval '1 second', :as_of))) as d (number)
left join change c on c.number = d.number
window days as (order by d.number)
order by day
