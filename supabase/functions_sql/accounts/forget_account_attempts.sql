create or replace function core.forget_account_attempts() returns void
language sql
set search_path = pg_catalog, pg_temp
as $$
    delete from core.account_attempts where id in (
        select id from core.account_attempts
        where attempted_at < clock_timestamp() - interval '1 second' * greatest(
            core.setting('account.guess_window_s'), core.setting('account.sign_up_window_s')
        )
        order by attempted_at limit 20 for update skip locked
    );
    delete from core.known_clients where (address_hash, client) in (
        select address_hash, client from core.known_clients
        where last_sign_in_at < now() - interval '1 day' * core.setting('account.known_client_days')
        order by last_sign_in_at limit 20 for update skip locked
    );
$$;

comment on function core.forget_account_attempts is
'Deletes up to 20 expired sign-in attempts and up to 20 expired known clients. A sign-in adds fewer, so they never pile
up.';
