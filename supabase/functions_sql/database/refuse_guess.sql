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
    perform set_config('response.status', status::text, true);
    return jsonb_build_object('code', 'PT' || status, 'message', message, 'details', code, 'hint', '');
end;
$$;

comment on function core.refuse_guess is
'Refuses a wrong room code, resume token or invitation as core.fail does. For PostgREST it counts the guess, and returns
what the response to an error is made of: an error would undo the count. Its result is that of the public function.
PT429 too_many_requests, whatever was guessed, after too many.';
