create or replace function core.fail_too_many(wait_s integer) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    code text;
    message text;
    detail text;
    hint text;
begin
    perform core.fail(
        429, 'too_many_requests', format('There were too many requests. Try again in %s seconds.', wait_s)
    );
exception when sqlstate 'PT429' then
    get stacked diagnostics
        code = returned_sqlstate, message = message_text, detail = pg_exception_detail, hint = pg_exception_hint;
    raise sqlstate 'PGRST' using
        message = json_build_object('code', code, 'message', message, 'details', detail, 'hint', hint),
        detail = json_build_object('status', 429, 'headers', json_build_object('Retry-After', wait_s::text));
end;
$$;

comment on function core.fail_too_many is
'Raises the error of core.fail in the form in which PostgREST also sends a header: Retry-After. PT429
too_many_requests.';
