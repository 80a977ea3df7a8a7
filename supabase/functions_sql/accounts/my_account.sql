create or replace function public.my_account() returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    account jsonb := core.person(core.person_id());
begin
    if account is null then
        perform core.fail(401, 'not_signed_in', 'Sign in first.');
    end if;
    return account;
end;
$$;

comment on function public.my_account is
'The caller''s account: {"id", "email", "display_name", "created_at", "version", "last_sign_in_at"}. PT401
not_signed_in.';

revoke execute on function public.my_account from public, anon;
grant execute on function public.my_account to authenticated;
