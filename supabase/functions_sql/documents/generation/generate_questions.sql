create or replace function public.generate_questions(
    quiz_id uuid,
    request jsonb default '{}'     -- a generation request; fields that are missing are taken from the last one
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id, role => 'owner');
    previous jsonb := core.last_request(quiz);
begin
    -- a last difficulty in numbers adds up to the last number of questions, and so would contradict a new one
    if request ? 'questions' then
        previous := previous - 'difficulty';
    end if;
    perform core.begin_generation(
        quiz, 'generate_questions',
        core.normalise_generation_request(
            coalesce(previous, jsonb_build_object('language', quiz.language)) || request, quiz.owner_id
        )
    );
    select * into quiz from core.quizzes as q where q.id = quiz.id;
    return core.quiz_json(quiz);
end;
$$;

comment on function public.generate_questions is
'Generates more questions for a quiz of the caller''s, different from those that it has, and returns the quiz. request:
a generation request as for generate_quiz, without the fields of a quiz. PT401 not_signed_in; PT402 not_enough_credits;
PT403 not_the_owner; PT404 quiz_not_found, upload_not_found; PT409 already_generating, upload_not_ready; PT422 as
core.normalise_generation_request, too_many_questions; PT429 too_many_jobs.';

revoke execute on function public.generate_questions from public, anon;
grant execute on function public.generate_questions to authenticated;
