create or replace function core.is_guest(person uuid) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce((select p.guest from core.profiles as p where p.id = person), false);
$$;

comment on function core.is_guest is 'Whether a person is a guest of a quiz, who has no account.';
