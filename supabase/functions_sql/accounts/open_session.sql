create or replace function core.open_session(
    user_id uuid,
    checked_hash text,         -- the stored hash when the password was checked
    new_hash text,             -- the same password hashed with changed parameters, or null
    refresh_token_hash text,
    lifetime_s integer,        -- until the session ends unless it is refreshed
    user_agent text,
    client inet
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    account auth.users;
    session_id uuid;
begin
    select * into account from auth.users as u where u.id = open_session.user_id for no key update;
    if account.deleted_at is not null or account.encrypted_password is distinct from checked_hash then
        return null;  -- deleted or changed while the password was being checked
    end if;
    if account.banned_until > now() then
        perform core.fail(403, 'account_banned', 'This account is blocked. Ask whoever runs this server.');
    end if;

    update auth.users as u
    set last_sign_in_at = now(), encrypted_password = coalesce(new_hash, u.encrypted_password)
    where u.id = account.id;
    perform core.note_sign_in(account.email, client);

    insert into auth.sessions (user_id, not_after, user_agent, ip)
    values (account.id, now() + lifetime_s * interval '1 second', open_session.user_agent, client)
    returning id into session_id;
    insert into auth.refresh_tokens (token, user_id, session_id)
    values (refresh_token_hash, account.id, session_id);

    delete from auth.sessions as s
    where s.user_id = account.id and (
        s.not_after <= now()
        or s.id in (
            select old.id from auth.sessions as old
            where old.user_id = account.id
            order by old.updated_at desc, old.id = session_id desc
            offset core.setting('account.max_sessions')
        )
    );
    return jsonb_build_object('session_id', session_id, 'user', core.person(account.id));
end;
$$;

comment on function core.open_session is
'Opens a session after the password was found to be right: {"session_id", "user"}. Null if the account was deleted or
its password was changed meanwhile. PT403 account_banned. For the app, never for clients.';

revoke execute on function core.open_session from public;
grant execute on function core.open_session to authenticator;
