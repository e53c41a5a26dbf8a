
-- What a kept copy has worked out of each complaint; where the CRM itself is read, nothing.
create view dashboard.worked as
select c.*, null::text as worked_category, null::timestamptz as worked_due_at, null::text as worked_source, false as is_worked
from dashboard.complaint c;

-- What a kept copy has counted by day: nothing here.
create view dashboard.cell as
select null::date as day, null::text as channel_code, null::text as skpd_code, 0 as received, 0 as settled, 0 as due, 0 as on_time
where false;

create view dashboard.cell_state as select null::timestamptz as as_of where false;
