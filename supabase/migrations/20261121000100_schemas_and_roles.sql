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

-- The relays and the API connect as authenticator and call a few internal functions as themselves.
grant usage on schema core to authenticator, service_role;

-- Supabase's default privileges would give every client access to every new table. The right to execute a function is
-- revoked in the file of the function.
alter default privileges in schema public revoke all on tables from anon, authenticated;
