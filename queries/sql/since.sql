-- One row: the complaints that were overdue at :as_of, and how many of them are settled at :later.
-- Parameters besides the scope's: later.
with
-- include scope
select count(*)::int as terlambat,
       count(*) filter (where is_settled)::int as selesai,
       count(*) filter (where s.channel_code = 'LAPOR')::int as lapor,
       count(*) filter (where s.channel_code = 'LAPOR' and is_settled)::int as lapor_selesai
from scope s
join dashboard.complaint c on c.id = s.id
cross join lateral (
    -- as scope.sql knows it: today's row, unless it has changed since; then the steps tell
    select coalesce(case when c.closed_at <= :later then true
                         when c.updated_at <= :later then c.status = 'Selesai'
                         else (select e.status from dashboard.complaint_event e
                               where e.complaint_id = c.id and e.at <= :later
                               order by e.at desc, e.id desc limit 1) = 'Selesai' end, false) as is_settled
) l
where s.is_overdue
