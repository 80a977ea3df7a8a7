create or replace function core.email_of(person uuid) returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select lower(u.email) from auth.users as u where u.id = person and u.deleted_at is null;
$$;

comment on function core.email_of is 'The e-mail address of an account, in lower case.';
