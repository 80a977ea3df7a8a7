create or replace function core.person_name(person_id uuid) returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(
        (select p.display_name from core.profiles as p where p.id = person_id and p.deleted_at is null),
        'Deleted account'
    );
$$;

comment on function core.person_name is
'The name of a person, as others see it. Results of a deleted account stay, without its name.';
