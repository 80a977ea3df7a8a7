create or replace function core.taker_id(
    guest_token text     -- of a guest; null: the caller
) returns uuid
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    guest core.guests;
begin
    if guest_token is null then
        return core.person_id();
    end if;
    if current_setting('request.method', true) in ('GET', 'HEAD') then
        perform core.fail(405, 'use_post', 'Call this function by POST: a guest token must not be in an address.');
    end if;
    select * into guest from core.guests as g where g.token_hash = sha256(convert_to(guest_token, 'UTF8'));
    if guest.id is null then
        perform core.fail(401, 'unknown_guest_token', 'Nobody takes a quiz with this guest token. Begin as a guest.');
    end if;
    if guest.claimed_by is not null then
        perform core.fail(401, 'guest_claimed', 'This result is in an account now. Sign in to see it.');
    end if;
    if not current_setting('transaction_read_only')::boolean then   -- PostgREST sets it for what only reads
        perform core.count_call('writes', guest.id::text);
    end if;
    return guest.id;
end;
$$;

comment on function core.taker_id is
'Who takes a quiz: the guest with this token, else the caller. Each guest is counted by themselves, so a class behind
one address has the calls of a class. A token has 244 random bits, so wrong ones need not be counted. PT401
not_signed_in, session_ended, unknown_guest_token, guest_claimed; PT405 use_post; PT429 too_many_requests.';
