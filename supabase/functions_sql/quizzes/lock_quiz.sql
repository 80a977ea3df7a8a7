create or replace function core.lock_quiz(
    quiz_id uuid,
    deleted boolean default false
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
    where q.id = quiz_id and q.owner_id = core.caller_id()
    for no key update;   -- does not block new rows that refer to it, such as attempts
    if not found then
        select * into quiz from core.quizzes as q where q.id = quiz_id;
    end if;
    perform core.require_quiz_owner(quiz, deleted);
    return quiz;
end;
$$;

comment on function core.lock_quiz is
'A quiz of the caller''s, locked until the transaction ends, so that changes of a quiz and its questions are made one
after the other. PT401 not_signed_in; PT403 not_the_owner; PT404 quiz_not_found.';
