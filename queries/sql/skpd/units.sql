-- One row a unit that can hold a complaint.
select code, name, kind, parent_code as parent, city
from dashboard.skpd
order by code
