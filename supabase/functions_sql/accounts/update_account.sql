create or replace function public.update_account(display_name text) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    update core.profiles as p
    set display_name = coalesce(core.display_name(update_account.display_name), p.display_name), updated_at = now()
    where p.id = core.person_id() and p.deleted_at is null;
    return public.my_account();
end;
$$;

comment on function public.update_account is
'Changes the caller''s display name and returns the account. PT422 invalid_display_name, PT401 not_signed_in.';

revoke execute on function public.update_account from public, anon;
grant execute on function public.update_account to authenticated;
