create or replace function core.quiz_role(
    quiz core.quizzes,
    person uuid         -- null: nobody
) returns core.quiz_role
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select r.role from core.quiz_roles as r where r.quiz_id = quiz.id and r.user_id = person;
$$;

comment on function core.quiz_role is
'The role of a person in a quiz: owner, edit or results, each of which is greater than those after it. Null: none.';
