create or replace function core.gift_confirmed_address() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    perform core.give_signup_gift(p.id) from core.profiles as p where p.id = new.id and p.deleted_at is null;
    return null;
end;
$$;

comment on function core.gift_confirmed_address is
'Gives those who register their gift when Supabase Auth has confirmed their address, which may be long after they signed
up, as when somebody anonymous gives one.';

create or replace trigger gift_confirmed_address after update of email, email_confirmed_at on auth.users
for each row when (
    new.email_confirmed_at is not null
    and (new.email, new.email_confirmed_at) is distinct from (old.email, old.email_confirmed_at)
)
execute function core.gift_confirmed_address();
