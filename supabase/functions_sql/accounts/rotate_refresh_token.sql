create or replace function core.rotate_refresh_token(
    presented_hash text,
    next_hash text,         -- of the token that follows it; always the same for the same token
    lifetime_s integer      -- until the session ends unless it is refreshed again
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    presented auth.refresh_tokens;
    account auth.users;
    used_again boolean;
begin
    -- One refresh of a session at a time: concurrent calls wait here, and then see the changes
    perform from auth.sessions as s
    where s.id = (select t.session_id from auth.refresh_tokens as t where t.token = presented_hash)
        and (s.not_after is null or s.not_after > now())
    for update;
    if not found then
        return '{"outcome": "unknown"}';
    end if;
    select * into presented from auth.refresh_tokens as t where t.token = presented_hash;
    select * into account from auth.users as u where u.id = presented.user_id;
    if account.banned_until > now() then
        perform core.fail(403, 'account_banned', 'This account is blocked. Ask whoever runs this server.');
    end if;

    used_again := presented.revoked;
    if used_again and not (
        presented.updated_at > clock_timestamp() - core.setting('account.refresh_grace_s') * interval '1 second'
        and exists (select from auth.refresh_tokens as t where t.token = next_hash and not t.revoked)
    ) then
        delete from auth.sessions as s where s.id = presented.session_id;
        return '{"outcome": "reused"}';
    end if;
    if not used_again then
        update auth.refresh_tokens as t
        set revoked = true, updated_at = clock_timestamp()
        where t.id = presented.id;
        insert into auth.refresh_tokens (token, user_id, session_id, parent)
        values (next_hash, presented.user_id, presented.session_id, presented_hash);
        update auth.sessions as s
        set updated_at = now(), not_after = now() + lifetime_s * interval '1 second'
        where s.id = presented.session_id;
        delete from auth.refresh_tokens as t
        where t.session_id = presented.session_id and t.revoked
            and t.updated_at < now() - lifetime_s * interval '1 second';
    end if;
    return jsonb_build_object(
        'outcome', 'rotated', 'session_id', presented.session_id, 'user', core.person(presented.user_id)
    );
end;
$$;

comment on function core.rotate_refresh_token is
'Replaces a refresh token by the next one and extends its session: {"outcome": "rotated", "session_id", "user"}. The
outcome is "reused" if the token was replaced before: it may be stolen, so its session ends. Within
account.refresh_grace_s, and while its successor is unused, such a token is exchanged for the same successor again,
because two tabs may refresh at once or a response may be lost. The outcome is "unknown" for any other text and for a
token of a session that has ended. These two are not errors, because an error would roll back the changes. PT403
account_banned.';

revoke execute on function core.rotate_refresh_token from public;
grant execute on function core.rotate_refresh_token to authenticator;
