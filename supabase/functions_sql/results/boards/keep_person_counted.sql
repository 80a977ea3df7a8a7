create or replace function core.keep_person_counted() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    perform core.keep_all_standings(null, array[new.id]);
    return null;
end;
$$;

comment on function core.keep_person_counted is
'Takes a deleted account off the global boards. On those of quizzes it keeps its place, without its name.';

create or replace trigger keep_person_counted after update on core.profiles
for each row when ((old.deleted_at is null) <> (new.deleted_at is null))
execute function core.keep_person_counted();
