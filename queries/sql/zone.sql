-- One row: the time zone that the source names; NULL where the relation has no such column.
select to_jsonb(s) ->> 'zone' as zone from dashboard.source s
