do $$
declare
    installed text;
begin
    if to_regclass('supabase_migrations.applied_files') is null then
        return;
    end if;
    select encode(sha256(convert_to(
        string_agg(f.name || ' ' || f.digest, E'\n' order by f.name collate "C"), 'UTF8'
    )), 'hex')
    into installed
    from supabase_migrations.applied_files as f;
    raise exception using message = 'Quizzler is installed in this database already, at '
        || case
            when installed = '{digest}' then 'this version: there is nothing to do.'
            else 'another version: bring it to this one with quizzler migrate, which keeps all data.'
        end;
end;
$$;
