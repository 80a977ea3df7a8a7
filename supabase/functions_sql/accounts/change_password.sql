create or replace function core.change_password(
    user_id uuid,
    session_id uuid,     -- the session that stays open
    checked_hash text,   -- the stored hash when the current password was checked
    new_hash text,
    client inet
) returns boolean
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    address text;
begin
    update auth.users as u
    set encrypted_password = new_hash, updated_at = now()
    where u.id = change_password.user_id and u.encrypted_password = checked_hash and u.deleted_at is null
    returning u.email into address;
    if not found then
        return false;
    end if;
    delete from core.password_resets as r where r.person_id = change_password.user_id;
    perform core.end_sessions(change_password.user_id, session_id, 'others');
    perform core.note_sign_in(address, client);
    return true;
end;
$$;

comment on function core.change_password is
'Sets a new password and ends every other session of the person and the links to a new one. False if the password
was changed meanwhile. For the app, never for clients.';

revoke execute on function core.change_password from public;
grant execute on function core.change_password to authenticator;
