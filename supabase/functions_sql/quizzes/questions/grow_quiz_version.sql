create or replace function core.grow_quiz_version() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    update core.quizzes as q
    set version = q.version + 1, updated_at = now()
    where q.id in (select c.quiz_id from changed as c);
    return null;
end;
$$;

comment on function core.grow_quiz_version is
'Gives a quiz the next version when its questions have changed, since its JSON shows their number and points.';

create or replace trigger grow_quiz_version_on_insert after insert on core.questions
referencing new table as changed
for each statement execute function core.grow_quiz_version();

create or replace trigger grow_quiz_version_on_update after update on core.questions
referencing new table as changed
for each statement execute function core.grow_quiz_version();
