create or replace function core.open_credit_accounts() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    insert into core.credit_accounts (kind, owner_id) values ('user', new.id), ('reserved', new.id);
    perform core.give_signup_gift(new.id);
    return null;
end;
$$;

comment on function core.open_credit_accounts is
'Opens the credit accounts of each new profile and gives it the gift (core.give_signup_gift). Profiles are made by a
trigger on auth.users, so this applies to accounts made through REST, Supabase Auth or SQL. Guests get neither.';

create or replace trigger open_credit_accounts after insert on core.profiles
for each row when (not new.guest) execute function core.open_credit_accounts();
