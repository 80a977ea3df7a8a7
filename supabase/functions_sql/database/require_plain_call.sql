create or replace function core.require_plain_call() returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    -- Names that a client makes up can only add to the statement, and their values are parameters
    if current_query() ~ 'CAST\(|to_jsonb\(| WHERE | ORDER BY |ST_As' then
        perform core.fail(
            400, 'plain_call_needed', 'Call this function without select, filters and order: its calls are counted.'
        );
    end if;
end;
$$;

comment on function core.require_plain_call is
'Refuses a call whose result PostgREST is to cast, to filter or to sort. That may fail after the function has counted a
wrong guess (`select=pgrst_scalar:pgrst_scalar->>code::int`), which undoes the count: guesses would be free. These
functions return one jsonb, so nobody needs it. PT400 plain_call_needed.';
