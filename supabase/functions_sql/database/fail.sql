create or replace function core.fail(
    status integer,   -- of HTTP
    code text,        -- stable, snake_case: what programs go by
    message text,     -- a sentence a person can act on
    hint text default null
) returns void
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    raise exception using errcode = 'PT' || status, message = message, detail = code, hint = coalesce(hint, '');
end;
$$;

comment on function core.fail is
'Ends the statement with SQLSTATE PT<status>, which PostgREST and the REST API answer as that HTTP status.';
