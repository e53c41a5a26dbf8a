-- One row a unit that can hold a complaint.
with
-- include names
select code, n.name, u.kind, u.parent_code as parent, u.city
from dashboard.skpd u
join unit_name n using (code)
order by code
