create or replace function public.delete_account() returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    person uuid := core.person_id();
    account auth.users;
begin
    perform public.may_delete_account();
    select * into account
    from auth.users as u
    where u.id = person and u.deleted_at is null
    for no key update;
    if not found then
        perform core.fail(401, 'not_signed_in', 'Sign in first.');
    end if;
    delete from core.known_clients as k where k.address_hash = core.address_hash(account.email);
    update auth.users as u
    set
        -- replaces the address, which is free again, by one that nobody can have
        email = encode(sha256(convert_to(u.id || coalesce(u.email, ''), 'UTF8')), 'hex') || '@deleted.invalid',
        encrypted_password = '',
        raw_user_meta_data = '{}',
        raw_app_meta_data = '{}',
        updated_at = now(),
        deleted_at = now()  -- core.retire_account does the rest
    where u.id = account.id;
    if to_regclass('auth.identities') is not null then  -- Supabase Auth keeps the address here, too
        execute 'delete from auth.identities where user_id = $1' using account.id;
    end if;
    return jsonb_build_object('id', account.id, 'deleted', true);
end;
$$;

comment on function public.delete_account is
'Deletes the caller''s account as a soft delete of Supabase Auth does: ends its sessions, removes its name, and frees
its address. Results that others depend on stay. Returns {"id", "deleted": true}. PT401 not_signed_in,
session_ended; PT403 sign_in_again.';

revoke execute on function public.delete_account from public, anon;
grant execute on function public.delete_account to authenticated;
