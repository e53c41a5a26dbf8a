-- One row a channel: its newest record at :as_of and its own usual gaps between records, for the trust strip.
-- The gaps are those between neighbours of its last 200 records before the newest: the longest, and the one that 95 % keep.
with
-- include names
select ch.code, cn.name, @known_day(ch.valid_to) as valid_to, last.newest at time zone :zone as newest,
       date_part('epoch', :as_of - last.newest) / 3600 as hours_silent,
       date_part('epoch', last.longest_gap) / 3600 as hours_usual,
       last.common_gap as hours_common,
       last.records::int as records
from dashboard.channel ch
join channel_name cn on cn.code = ch.code
left join lateral (
    select max(r.created_at) as newest, count(*) as records, max(r.created_at - r.previous) as longest_gap,
           percentile_cont(0.95) within group (order by date_part('epoch', r.created_at - r.previous) / 3600) as common_gap
    from (select q.created_at, lag(q.created_at) over (order by q.created_at) as previous
          from (select c.created_at from dashboard.complaint c
                where c.channel_code = ch.code and c.created_at <= :as_of and not @not_dated(c.created_at)
                order by c.created_at desc limit 200) q) r
) last on true
where coalesce(ch.valid_from, '-infinity') <= (:as_of at time zone :zone)::date
order by ch.code
