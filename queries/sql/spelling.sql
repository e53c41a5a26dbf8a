-- The known categories and the spellings of each (an addition).
spelling as materialized (select canonical as name, array_agg(name) as spellings from dashboard.category group by 1)
