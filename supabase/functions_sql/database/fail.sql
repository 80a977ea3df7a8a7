create or replace function core.fail(
    status integer,   -- HTTP status
    code text,        -- for programs: stable, in snake_case
    message text,     -- for people: a sentence that they can act on
    hint text default null,
    place text default null   -- of what was refused in what was sent, as a JSON Pointer: '/closes_at'
) returns void
language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
    raise exception using
        errcode = 'PT' || status,
        message = message,
        detail = code,
        hint = coalesce(hint, ''),
        column = coalesce(place, '');
end;
$$;

comment on function core.fail is
'Raises an error with SQLSTATE PT<status>, the code as its detail and the sentence as its message. PostgREST and the
REST API turn it into a response of that HTTP status.';

grant execute on function core.fail to authenticator;
