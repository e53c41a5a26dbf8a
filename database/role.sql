-- The role the dashboard connects with: it reads the contract and nothing else. Its password is set by hand.
do $$
declare
    found record;
begin
    if not exists (select from pg_roles where rolname = {role_text}) then
        create role {role} with login nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
    end if;
    if current_user = {role_text} or (select rolsuper from pg_roles where rolname = {role_text}) then
        raise exception 'the role % is an administrator: choose another name for the role that only reads', {role_text}
            using errcode = 'invalid_role_specification';
    end if;
    if not exists (
        select from pg_db_role_setting s join pg_roles r on r.oid = s.setrole
        where r.rolname = {role_text} and s.setdatabase = 0 and 'default_transaction_read_only=on' = any (s.setconfig)
    ) then
        alter role {role} set default_transaction_read_only = on;
    end if;

    -- Everything it was ever granted in this database goes, wherever it is.
    for found in
        with granted (oid, acl) as (
            select oid, relacl from pg_class where relacl is not null
            union all
            select attrelid, attacl from pg_attribute where attacl is not null
        )
        select distinct format('%s %I.%I', case c.relkind when 'S' then 'sequence' else 'table' end, n.nspname, c.relname)
            as object
        from granted
        cross join lateral aclexplode(granted.acl) as each
        join pg_class c using (oid)
        join pg_namespace n on n.oid = c.relnamespace
        where each.grantee = (select oid from pg_roles where rolname = {role_text})
        union all
        select distinct format('schema %I', n.nspname)
        from pg_namespace n cross join lateral aclexplode(n.nspacl) as each
        where each.grantee = (select oid from pg_roles where rolname = {role_text})
    loop
        begin
            execute 'revoke all on ' || found.object || ' from {role}';
        exception when insufficient_privilege then
            raise warning 'only its owner can revoke what {role} was granted on %', found.object;
        end;
    end loop;
end
$$;
