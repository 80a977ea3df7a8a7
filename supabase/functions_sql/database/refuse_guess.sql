create or replace function core.refuse_guess(
    status integer,   -- as those of core.fail
    code text,
    message text
) returns jsonb
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    if not core.is_counted() then
        perform core.fail(status, code, message);
    end if;
    perform core.count_call('room_codes', core.calling_network());
    return core.refusal(status, code, message);
end;
$$;

comment on function core.refuse_guess is
'Refuses a wrong room code, resume token or invitation as core.fail does. For PostgREST it counts the guess, and returns
what the response to an error is made of: an error would undo the count. Its result is that of the public function.
PT429 too_many_requests, whatever was guessed, after too many.';
