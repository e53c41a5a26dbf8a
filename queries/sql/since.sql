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
    -- also where it says Selesai without saying when
    select @settled_at(c, :later) is not null
           or coalesce(c.updated_at <= :later and c.status = 'Selesai', false) as is_settled
) l
where s.is_overdue
