create or replace function core.forget_quiz_facts() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    delete from core.attempt_days as d where d.quiz_id = old.id;
    delete from core.question_months as m where m.quiz_id = old.id;
    return null;
end;
$$;

comment on function core.forget_quiz_facts is
'Deletes the sums of a quiz that is purged. What happened stays in those of all quizzes.';

create or replace trigger forget_quiz_facts after delete on core.quizzes
for each row execute function core.forget_quiz_facts();
