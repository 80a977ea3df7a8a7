create or replace function core.finish_password_reset(
    token_hash text,
    new_hash text,
    client inet
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    whose uuid;
    address text;
begin
    delete from core.password_resets as r
    where r.token_hash = finish_password_reset.token_hash and r.expires_at > now()
    returning r.person_id into whose;

    update auth.users as u
    set encrypted_password = new_hash, updated_at = now()
    where u.id = whose and u.deleted_at is null
    returning u.email into address;
    if not found then
        return null;
    end if;
    delete from core.password_resets as r where r.person_id = whose;
    perform core.end_sessions(whose, null, 'global');
    perform core.note_sign_in(address, client);
    return jsonb_build_object('email', address);
end;
$$;

comment on function core.finish_password_reset is
'Sets a new password by a link that was mailed, ends all sessions of the person and all of their links, and forgets
wrong guesses from this client. Returns whom to tell: {"email"}; null if the link can''t be used: it is used, too old,
or unknown. For the app, never for clients.';

revoke execute on function core.finish_password_reset from public;
grant execute on function core.finish_password_reset to authenticator;
