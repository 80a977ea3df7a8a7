-- These files are the baseline: the whole database by feature, each table in one place. Until the first release is
-- tagged they are edited in place, and a database made by an older baseline has to be created again. From then on a
-- merged file is never changed, and every change is a new file, <UTC timestamp>_<what>.sql.

-- `core` holds the tables and internal functions, `public` is the API, `dashboards` is for SQL dashboards.
create schema core;
create schema dashboards;
comment on schema core is 'Base tables and internal functions. No client reads it directly.';
comment on schema dashboards is 'Views for SQL dashboards (Metabase, Superset, Grafana, psql).';

do $$
begin
    if not exists (select from pg_roles where rolname = 'dashboard_reader') then
        create role dashboard_reader login noinherit;
    end if;
end;
$$;
grant usage on schema dashboards to dashboard_reader;

-- What a SQL dashboard gets when it logs in: it writes nothing, and what it forgets ends. A session can change these
-- settings, except for the number of connections and the size of temporary files; docs/security.md says what remains.
do $$
begin
    alter role dashboard_reader connection limit 10;
    alter role dashboard_reader set default_transaction_read_only = on;
    alter role dashboard_reader set statement_timeout = '30s';
    alter role dashboard_reader set lock_timeout = '5s';
    alter role dashboard_reader set idle_in_transaction_session_timeout = '60s';
    alter role dashboard_reader set search_path = dashboards;
    if (select r.rolsuper from pg_catalog.pg_roles as r where r.rolname = current_user) then
        alter role dashboard_reader set temp_file_limit = '1GB';
    end if;
exception when insufficient_privilege then
    raise warning 'dashboard_reader belongs to another role, which has to limit it: %', sqlerrm;
end;
$$;

-- Functions by which anybody could hold up the locks that Quizzler takes, or fill the disk. Their owner is the
-- superuser; on Supabase they stay everybody's.
do $$
declare
    harmful regprocedure;
begin
    for harmful in
        select p.oid
        from pg_catalog.pg_proc as p
        where p.pronamespace = 'pg_catalog'::pg_catalog.regnamespace
            and p.proname ~ '^(pg_(try_)?advisory_|lo_|lowrite$|loread$|pg_logical_emit_message$)'
            and p.proname !~ 'unlock'
            and pg_catalog.pg_has_role(p.proowner, 'usage')
    loop
        execute pg_catalog.format('revoke execute on function %s from public', harmful);
    end loop;
end;
$$;

-- The relays and the API connect as authenticator and call a few internal functions as themselves.
grant usage on schema core to authenticator;

-- Supabase's default privileges would hand every new table and function to every client. A function of schema public is
-- revoked from them in its file, and no function is executable by everybody. service_role, which is a project's own
-- server, reads all that people read and calls all that they call; it writes no more than they do.
alter default privileges in schema public revoke all on tables from anon, authenticated, service_role;
alter default privileges in schema public grant select on tables to service_role;
alter default privileges in schema public grant execute on functions to service_role;
alter default privileges revoke execute on functions from public;

-- What a caller makes in pg_temp could be found by a statement that runs with somebody else's rights.
do $$
begin
    execute pg_catalog.format('revoke temporary on database %I from public', pg_catalog.current_database());
end;
$$;

-- Policies name this function, so it has to be there before the tables. Its file gives it its body.
create function core.caller_id() returns uuid language sql stable return null::uuid;

-- PostgREST runs it before each request.
do $$
begin
    execute pg_catalog.format(
        'alter role authenticator in database %I set pgrst.db_pre_request = %L',
        pg_catalog.current_database(), 'public.check_request'
    );
exception when insufficient_privilege then
    raise warning 'PostgREST will not refuse tokens of ended sessions until somebody who may runs: %',
        'alter role authenticator set pgrst.db_pre_request = ''public.check_request''';
end;
$$;
