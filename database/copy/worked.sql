-- The complaints as tables of the copy: their columns, and what is worked out of each once.
create view {schema}.worked as
select c.*, true as is_worked
from {schema}.complaint c;
