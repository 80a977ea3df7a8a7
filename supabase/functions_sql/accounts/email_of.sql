create or replace function core.email_of(person uuid) returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select lower(u.email)
    from auth.users as u
    where u.id = person and u.deleted_at is null
        -- only Supabase Auth, whose table has this column, asks people to confirm their addresses
        and (u.email_confirmed_at is not null or not to_jsonb(u) ? 'confirmed_at');
$$;

comment on function core.email_of is
'The e-mail address of an account, in lower case. Null if its owner has not confirmed it where Supabase Auth asks for
that: what is meant for an address must not reach whoever only typed it.';
