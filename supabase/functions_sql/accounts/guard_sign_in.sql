create or replace function core.guard_sign_in(email text, client inet) returns integer
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    address bytea := core.address_hash(email);
    network inet := core.client_network(client);
    guess_window interval := core.setting('account.guess_window_s') * interval '1 second';
    free_at timestamptz;
begin
    -- Concurrent guesses wait for each other here. Otherwise all of them could be below the limit
    perform pg_advisory_xact_lock(1, hashtext(address::text));
    perform pg_advisory_xact_lock(2, hashtext(network::text));

    select max(reached.attempted_at) + guess_window into free_at
    from (
        (
            select a.attempted_at from core.account_attempts as a
            where a.kind = 'guess' and a.address_hash = address and a.client = network
                and a.attempted_at > clock_timestamp() - guess_window
            order by a.attempted_at desc offset core.setting('account.max_guesses') - 1 limit 1
        )
        union all
        (
            select a.attempted_at from core.account_attempts as a
            where a.kind = 'guess' and a.client = network and a.attempted_at > clock_timestamp() - guess_window
            order by a.attempted_at desc offset core.setting('account.max_guesses_per_client') - 1 limit 1
        )
        union all
        (
            select a.attempted_at from core.account_attempts as a
            where a.kind = 'guess' and a.address_hash = address and a.attempted_at > clock_timestamp() - guess_window
                and not exists (
                    select from core.known_clients as k where k.address_hash = address and k.client = network
                )
            order by a.attempted_at desc offset core.setting('account.max_guesses_per_address') - 1 limit 1
        )
    ) as reached;
    if free_at is not null then
        return greatest(1, ceil(extract(epoch from free_at - clock_timestamp())));
    end if;

    insert into core.account_attempts (kind, address_hash, client) values ('guess', address, network);
    perform core.forget_account_attempts();
    return null;
end;
$$;

comment on function core.guard_sign_in is
'Counts a guess before the password is checked, and returns null, or the seconds to wait after too many wrong guesses.
It counts first so that concurrent guesses can''t evade the limit; core.note_sign_in removes the count after a sign-in.
Refused guesses are not counted, so the wait always ends. Guesses from other clients never delay a client that the
person has signed in from before. Unknown addresses are limited in the same way.';

revoke execute on function core.guard_sign_in from public;
grant execute on function core.guard_sign_in to authenticator;
