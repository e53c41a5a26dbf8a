-- One row a day, channel and SKPD (blank: nobody): complaints received, settled, due and on time, as known at :as_of. What a kept
-- copy counts once, of what lies in the period.
-- Parameters besides the scope's: without (keys that are left out; NULL: none).
with
-- include scope
select (v.at at time zone :zone)::date as day, s.channel_code, coalesce(s.skpd_code, '') as skpd_code,
       sum(v.received)::int as received, sum(v.settled)::int as settled, sum(v.due)::int as due, sum(v.on_time)::int as on_time
from scope s
cross join lateral (values (case when s.is_in then s.created_at end, 1, 0, 0, 0),
                           (case when s.is_out then s.closed_at end, 0, 1, 0, 0),
                           (case when s.is_due then s.due_at end, 0, 0, 1, s.is_on_time::int))
    as v (at, received, settled, due, on_time)
where v.at is not null and (cast(:without as bigint[]) is null or s.id <> all (cast(:without as bigint[])))
group by 1, 2, 3
