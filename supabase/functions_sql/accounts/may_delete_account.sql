create or replace function public.may_delete_account() returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    person uuid := core.person_id();
begin
    if coalesce(
        (select s.created_at from auth.sessions as s where s.id = (auth.jwt() ->> 'session_id')::uuid),
        (select coalesce(u.last_sign_in_at, u.created_at) from auth.users as u where u.id = person)
    ) < now() - core.setting('account.recent_sign_in_s') * interval '1 s' then
        perform core.fail(
            403, 'sign_in_again', 'To delete your account, give your password, or sign in again and do it at once.'
        );
    end if;
    return '{"may_delete_account": true}';
end;
$$;

comment on function public.may_delete_account is
'Checks whether the caller has signed in recently enough to delete the account, which whoever finds a device signed in
must not be able to do. PT401 not_signed_in, session_ended; PT403 sign_in_again.';

revoke execute on function public.may_delete_account from public, anon;
grant execute on function public.may_delete_account to authenticated;
