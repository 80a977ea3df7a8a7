create or replace function core.begin_password_reset(
    email text,
    client inet,
    token_hash text   -- SHA-256 of the token that is mailed, in hexadecimal digits
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    address bytea := core.address_hash(email);
    network inet := core.client_network(client);
    reset_window interval := core.setting('account.reset_window_s') * interval '1 second';
    free_at timestamptz;
    asked bigint;
    addressee jsonb;
begin
    -- Concurrent requests wait for each other here. Otherwise all of them could be below the limits
    perform pg_advisory_xact_lock(1, hashtext(address::text));
    perform pg_advisory_xact_lock(2, hashtext(network::text));

    select a.attempted_at + reset_window into free_at
    from core.account_attempts as a
    where a.kind = 'reset' and a.client = network and a.attempted_at > clock_timestamp() - reset_window
    order by a.attempted_at desc offset core.setting('account.max_resets_per_client') - 1 limit 1;
    if free_at is not null then
        return jsonb_build_object(
            'retry_after_s', greatest(1, ceil(extract(epoch from free_at - clock_timestamp())))
        );
    end if;

    select count(*) into asked
    from core.account_attempts as a
    where a.kind = 'reset' and a.address_hash = address and a.attempted_at > clock_timestamp() - reset_window;
    if asked >= core.setting('account.max_resets_per_address') then
        return '{}';   -- so many links are in the mailbox already
    end if;
    insert into core.account_attempts (kind, address_hash, client) values ('reset', address, network);
    perform core.forget_account_attempts();

    with known as (
        select u.id, u.email
        from auth.users as u
        where lower(u.email) = lower(begin_password_reset.email) and u.deleted_at is null
    ),
    made as (
        insert into core.password_resets (token_hash, person_id, expires_at)
        select
            begin_password_reset.token_hash,
            known.id,
            clock_timestamp() + core.setting('account.reset_valid_s') * interval '1 second'
        from known
    )
    select jsonb_build_object('email', known.email, 'valid_s', core.setting('account.reset_valid_s')) into addressee
    from known;
    return coalesce(addressee, '{}');
end;
$$;

comment on function core.begin_password_reset is
'Keeps the hash of a link to a new password, and returns to whom it is to be sent: {"email", "valid_s"};
{} if the address has no account or was sent enough links already, or {"retry_after_s"} if this client asked for too
many. Unknown addresses are counted like known ones. For the app, never for clients.';

revoke execute on function core.begin_password_reset from public;
grant execute on function core.begin_password_reset to authenticator;
