
-- What a kept copy has worked out of each complaint; where the CRM itself is read, nothing.
create view dashboard.worked as
select c.*, null::text as worked_category, null::timestamptz as worked_due_at, null::text as worked_source, false as is_worked
from dashboard.complaint c;
