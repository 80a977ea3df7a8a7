create or replace function core.lock_quiz(
    quiz_id uuid,
    deleted boolean default false,
    role core.quiz_role default 'edit'        -- the least that is needed
) returns core.quizzes
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes;
begin
    perform core.person_id();
    select * into quiz
    from core.quizzes as q
    -- a quiz of others is not locked, so nobody can hold up its owner
    where q.id = quiz_id and core.quiz_role(q, core.caller_id()) >= lock_quiz.role
    for no key update;   -- does not block new rows that refer to it, such as attempts
    if not found then
        select * into quiz from core.quizzes as q where q.id = quiz_id;
    end if;
    perform core.require_quiz_role(quiz, role, deleted);
    return quiz;
end;
$$;

comment on function core.lock_quiz is
'A quiz that the caller may change, locked until the transaction ends, so that changes of a quiz and its questions are
made one after the other. PT401 not_signed_in; PT403 not_the_owner; PT404 quiz_not_found.';
