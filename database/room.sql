-- The views of an earlier installation make room for the mapping. The newest goes first: views may rest on older ones.
do $$
declare
    found record;
begin
    for found in
        select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'dashboard' and c.relkind = 'v'
        order by c.oid desc
    loop
        execute format('drop view dashboard.%I', found.relname);
    end loop;
end
$$;
