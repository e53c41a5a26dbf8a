-- One row a sender: complaints handed over to the unit in the period, how many were past their deadline on arrival, their median
-- age then in hours, and the median share of the time to the deadline that was used up.
-- Parameters besides the scope's: measure ('serahan'), units (one code).
with
-- include scope
,
-- include skpd/cohort
,
-- include names
,
arrived as (
    select c.is_good, date_part('epoch', c.counted_at - c.created_at) / 3600 as age,
           date_part('epoch', c.counted_at - c.created_at)
               / nullif(date_part('epoch', c.due_at - c.created_at), 0) as used,
           @sender(c, c.counted_at) as sender
    from cohort c
)
select coalesce(a.sender, '') as code, coalesce(u.name, a.sender) as name, count(*)::int as aduan,
       count(*) filter (where not a.is_good)::int as lewat,
       percentile_cont(0.5) within group (order by a.age)::float8 as hours,
       percentile_cont(0.5) within group (order by a.used)::float8 as used
from arrived a
left join unit_name u on u.code = a.sender
group by a.sender, u.name
order by lewat desc, aduan desc, code
