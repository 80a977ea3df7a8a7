create or replace function core.forget_account_attempts(
    most integer default 20   -- of each kind; a sign-in adds fewer, so they never pile up
) returns integer
language sql
set search_path = pg_catalog, pg_temp
as $$
    with attempts as (
        delete from core.account_attempts where id in (
            select id from core.account_attempts
            where attempted_at < clock_timestamp() - interval '1 second' * greatest(
                core.setting('account.guess_window_s'),
                core.setting('account.sign_up_window_s'),
                core.setting('account.reset_window_s')
            )
            order by attempted_at limit most for update skip locked
        )
        returning 1
    ),
    clients as (
        delete from core.known_clients where (address_hash, client) in (
            select address_hash, client from core.known_clients
            where last_sign_in_at < now() - interval '1 day' * core.setting('account.known_client_days')
            order by last_sign_in_at limit most for update skip locked
        )
        returning 1
    )
    select (select count(*) from attempts)::integer + (select count(*) from clients)::integer;
$$;

comment on function core.forget_account_attempts is
'Deletes expired sign-in attempts and expired known clients, at most so many of each. Returns how many.';
