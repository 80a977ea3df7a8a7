create or replace function core.begin_password_change(claims jsonb, client inet) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    perform set_config('request.jwt.claims', claims::text, true);
    perform public.check_request();
    return (
        select core.begin_sign_in(u.email, begin_password_change.client)
        from auth.users as u
        where u.id = (claims ->> 'sub')::uuid
    );
end;
$$;

comment on function core.begin_password_change is
'Returns the hash to check the current password against, like core.begin_sign_in, for the person of a verified token.
Guesses count as at sign-in, so a stolen session does not evade the limit. PT401 session_ended.';

revoke execute on function core.begin_password_change from public;
grant execute on function core.begin_password_change to authenticator;
