create or replace function core.own_quiz(
    quiz_id uuid,
    role core.quiz_role default 'results'     -- the least that is needed
) returns core.quizzes
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes;
begin
    select * into quiz from core.quizzes as q where q.id = quiz_id;
    perform core.require_quiz_role(quiz, role);
    return quiz;
end;
$$;

comment on function core.own_quiz is
'A quiz that the caller works on, as its owner or as a collaborator. PT401 not_signed_in; PT403 not_the_owner; PT404
quiz_not_found.';
