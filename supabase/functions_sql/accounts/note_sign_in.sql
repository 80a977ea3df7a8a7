create or replace function core.note_sign_in(email text, client inet) returns void
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
    delete from core.account_attempts
    where kind = 'guess'
        and address_hash = core.address_hash(email)
        and account_attempts.client = core.client_network(note_sign_in.client);

    insert into core.known_clients (address_hash, client)
    values (core.address_hash(email), core.client_network(note_sign_in.client))
    on conflict (address_hash, client) do update set last_sign_in_at = now();
$$;

comment on function core.note_sign_in is
'Records a successful sign-in: forgets this client''s wrong guesses for the address, and remembers the client as
known.';

revoke execute on function core.note_sign_in from public;
grant execute on function core.note_sign_in to authenticator;
