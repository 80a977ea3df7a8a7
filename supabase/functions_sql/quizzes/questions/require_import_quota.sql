create or replace function core.require_import_quota(
    into_quiz core.quizzes,    -- null: new quizzes of the caller's
    number integer             -- of questions that will be stored at least
) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if into_quiz.id is not null then
        perform core.require_question_quota(into_quiz, number);
    else
        perform core.refuse_too_many_quizzes(
            core.person_id(), greatest(ceil(number::numeric / core.setting('quiz.max_questions'))::integer, 1)
        );
    end if;
    perform core.refuse_too_many_in_all(coalesce(into_quiz.owner_id, core.person_id()), number);
end;
$$;

comment on function core.require_import_quota is
'Refuses an import for which there is no room, before its drafts are checked, which takes long for many. PT401
not_signed_in; PT409 too_many_quizzes, too_many_questions_in_all; PT422 too_many_questions.';
