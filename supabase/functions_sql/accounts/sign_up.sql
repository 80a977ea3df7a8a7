create or replace function core.sign_up(
    email text,
    password_hash text,
    display_name text,         -- null: a neutral one
    refresh_token_hash text,
    lifetime_s integer,        -- of the session, as for core.open_session
    user_agent text,
    client inet
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    shown_name text := core.display_name(display_name);
    network inet := core.client_network(client);
    sign_up_window interval := core.setting('account.sign_up_window_s') * interval '1 second';
    free_at timestamptz;
    user_id uuid;
begin
    -- Concurrent sign-ups wait for each other here. Otherwise all of them could be below the limit
    perform pg_advisory_xact_lock(2, hashtext(network::text));
    select a.attempted_at + sign_up_window into free_at
    from core.account_attempts as a
    where a.kind = 'sign_up' and a.client = network and a.attempted_at > clock_timestamp() - sign_up_window
    order by a.attempted_at desc offset core.setting('account.max_sign_ups_per_client') - 1 limit 1;
    if free_at is not null then
        return jsonb_build_object('retry_after_s', ceil(extract(epoch from free_at - clock_timestamp())));
    end if;

    insert into auth.users (email, encrypted_password, raw_app_meta_data, raw_user_meta_data)
    values (
        lower(sign_up.email),
        password_hash,
        '{"provider": "email", "providers": ["email"]}',
        jsonb_strip_nulls(jsonb_build_object('display_name', shown_name))
    )
    on conflict do nothing
    returning id into user_id;
    if user_id is null then
        return null;
    end if;

    insert into core.account_attempts (kind, address_hash, client)
    values ('sign_up', core.address_hash(sign_up.email), network);
    return core.open_session(user_id, password_hash, null, refresh_token_hash, lifetime_s, user_agent, client);
end;
$$;

comment on function core.sign_up is
'Makes an account and signs it in: {"session_id", "user"}, or {"retry_after_s"} if this client made too many. Null if
the address has an account already; of concurrent sign-ups with one address, all but one get null. PT422
invalid_display_name.';

revoke execute on function core.sign_up from public;
grant execute on function core.sign_up to authenticator;
