create or replace function core.begin_sign_in(email text, client inet) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    wait_s integer := core.guard_sign_in(email, client);
begin
    if wait_s is not null then
        return jsonb_build_object('retry_after_s', wait_s);
    end if;
    return coalesce(
        (
            select jsonb_build_object('user_id', u.id, 'password_hash', nullif(u.encrypted_password, ''))
            from auth.users as u
            where lower(u.email) = lower(begin_sign_in.email) and u.deleted_at is null
        ),
        '{}'
    );
end;
$$;

comment on function core.begin_sign_in is
'Returns what a password is checked against: {"user_id", "password_hash"}, {} for an unknown address, or
{"retry_after_s"} after too many wrong guesses (see core.guard_sign_in). For the app, never for clients.';

revoke execute on function core.begin_sign_in from public;
grant execute on function core.begin_sign_in to authenticator;
