create or replace function core.is_counted() returns boolean
language sql stable
return coalesce(current_setting('request.method', true), '') <> ''
    and auth.jwt() ->> 'role' is distinct from 'service_role';

comment on function core.is_counted is
'Whether the database has to count this call: it came by PostgREST, which sets request.method, and not from a server
that has the service role key. The REST API counts requests itself, before they reach the database.';
