create or replace function public.update_account(
    display_name text,
    if_version integer default null    -- refuse the change unless this is the account's version
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    profile core.profiles;
begin
    select * into profile from core.profiles as p where p.id = core.person_id() for no key update;
    perform core.require_version(profile.version, if_version);
    update core.profiles as p
    set display_name = coalesce(core.display_name(update_account.display_name), p.display_name), updated_at = now()
    where p.id = profile.id and p.deleted_at is null;
    return public.my_account();
end;
$$;

comment on function public.update_account is
'Changes the caller''s display name and returns the account. PT401 not_signed_in; PT412 changed_since; PT422
invalid_display_name.';

revoke execute on function public.update_account from public, anon;
grant execute on function public.update_account to authenticated;
