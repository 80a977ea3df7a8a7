create or replace function core.refusal(
    status integer,   -- as those of core.fail
    code text,
    message text
) returns jsonb
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    perform set_config('response.status', status::text, true);
    return jsonb_build_object('code', 'PT' || status, 'message', message, 'details', code, 'hint', '');
end;
$$;

comment on function core.refusal is
'The response to an error, for a function that returns it where it keeps what it wrote, such as the count of a guess: an
error would undo that.';
