create or replace function core.require_question_quota(
    quiz core.quizzes,     -- locked
    number integer         -- of questions to add
) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    most bigint := core.setting('quiz.max_questions');
    existing integer := count(*) from core.questions as q where q.quiz_id = quiz.id and q.deleted_at is null;
begin
    if existing + number > most then
        perform core.fail(422, 'too_many_questions', format(
            'A quiz may have %s questions, but with these it would have %s.', most, existing + number
        ));
    end if;
end;
$$;

comment on function core.require_question_quota is
'Refuses more questions than a quiz may have, counting those that it has. PT422 too_many_questions.';
