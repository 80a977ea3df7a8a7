create or replace function core.open_credit_accounts() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    gift bigint := core.setting('credits.signup_gift_hundredths');
    address bytea := (select core.address_hash(u.email) from auth.users as u where u.id = new.id);
begin
    insert into core.credit_accounts (kind, owner_id) values ('user', new.id), ('reserved', new.id);
    if gift <= 0 then
        return null;
    end if;
    insert into core.gifted_addresses (address_hash)
    select address where address is not null
    on conflict do nothing;
    if found or address is null then
        perform core.transfer('signup:' || new.id, 'gift', new.id, gift);
    end if;
    return null;
end;
$$;

comment on function core.open_credit_accounts is
'Opens the credit accounts of each new profile and transfers the gift, once for each address. Profiles are made by a
trigger on auth.users, so this applies to accounts made through REST, Supabase Auth or SQL. Guests get neither.';

create or replace trigger open_credit_accounts after insert on core.profiles
for each row when (not new.guest) execute function core.open_credit_accounts();
