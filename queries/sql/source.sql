-- One row: the time zone that the source names, and of a kept copy as of when it is, and whether its refresh is late or has
-- failed. NULL where the relation has no such column. All times as text, with their zone.
select to_jsonb(s) ->> 'zone' as zone, to_jsonb(s) ->> 'copied_at' as copied_at, to_jsonb(s) ->> 'tried_at' as tried_at,
       coalesce((to_jsonb(s) ->> 'late_at')::timestamptz < now(), false) as is_late,
       to_jsonb(s) ->> 'problem' is not null as has_failed
from dashboard.source s
