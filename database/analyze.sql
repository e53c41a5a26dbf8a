-- Fresh statistics for the tables under the contract: without them the first plans are guesses.
do $$
declare
    found record;
begin
    for found in
        with recursive used (oid) as (
            select c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'dashboard'
            union
            select d.refobjid
            from used
            join pg_rewrite r on r.ev_class = used.oid
            join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid
                and d.refclassid = 'pg_class'::regclass
        )
        select c.oid::regclass as name from used join pg_class c using (oid) where c.relkind in ('r', 'p', 'm')
    loop
        execute format('analyze %s', found.name);
    end loop;
end
$$;
