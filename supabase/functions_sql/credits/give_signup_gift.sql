create or replace function core.give_signup_gift(person_id uuid) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    gift bigint := core.setting('credits.signup_gift_hundredths');
    key text := 'signup:' || person_id;
begin
    if gift <= 0 or exists (select from core.credit_transfers as t where t.source_key = key) then
        return;
    end if;
    insert into core.gifted_addresses (address_hash)
    select core.address_hash(known.email)
    from core.email_of(person_id) as known (email)
    where known.email is not null
    on conflict do nothing;
    if found then
        perform core.transfer(key, 'gift', person_id, gift);
    end if;
end;
$$;

comment on function core.give_signup_gift is
'Transfers the gift of those who register: once for each account and once for each address. With Supabase Auth, it takes
a confirmed address (core.email_of), so an anonymous sign-in is given nothing.';

revoke execute on function core.give_signup_gift from public;
