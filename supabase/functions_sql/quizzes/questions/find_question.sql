create or replace function core.find_question(
    quiz core.quizzes,
    question_id uuid,
    deleted boolean default false
) returns core.questions
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    question core.questions;
begin
    select * into question
    from core.questions as q
    where q.id = question_id and q.quiz_id = quiz.id and (q.deleted_at is not null) = deleted;
    if not found then
        perform core.fail(404, 'question_not_found', format(
            'There is no such %squestion in this quiz.', case when deleted then 'deleted ' end
        ));
    end if;
    return question;
end;
$$;

comment on function core.find_question is
'A question of this quiz, deleted or not as requested. PT404 question_not_found.';
