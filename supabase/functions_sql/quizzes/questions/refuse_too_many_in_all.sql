create or replace function core.refuse_too_many_in_all(
    person_id uuid,
    number integer   -- of questions to add
) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    most bigint := core.setting('quiz.max_questions_per_person');
begin
    if number + (
        select count(*)
        from core.quizzes as z
        inner join core.questions as q on q.quiz_id = z.id
        where z.owner_id = person_id
    ) > most then
        perform core.fail(409, 'too_many_questions_in_all', format(
            'You may have %s questions in all your quizzes. Delete quizzes for good first.', most
        ));
    end if;
end;
$$;

comment on function core.refuse_too_many_in_all is
'Refuses more questions than a person may have in all quizzes, deleted ones included, since they can be restored. It
takes no lock, so core.require_question_total has the last word. PT409 too_many_questions_in_all.';
