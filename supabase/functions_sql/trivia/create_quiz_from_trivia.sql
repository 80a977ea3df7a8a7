create or replace function public.create_quiz_from_trivia(
    amount integer default 10,
    topic text default null,
    difficulty text default null,
    kind text default null,
    title text default null
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    drawn jsonb := core.pick_trivia(amount, topic, difficulty, kind);
    quiz core.quizzes := core.make_quiz(jsonb_build_object('title', coalesce(
        title, core.trivia_title(case when topic is not null then drawn -> 'questions' -> 0 ->> 'subject' end)
    )));
begin
    perform core.store_questions(quiz, core.normalise_questions(drawn -> 'questions'));
    return drawn - 'questions' || jsonb_build_object('quiz', core.quiz_now(quiz.id));
end;
$$;

comment on function public.create_quiz_from_trivia is
'Makes a quiz of the caller''s from random questions of the bank: {"source", "quiz", "notice"?}. The notice says that
there are fewer questions than were requested. PT401 not_signed_in; PT422 bad_amount, unknown_topic, unknown_value,
missing_field, too_long; PT404 no_such_trivia; PT409 too_many_quizzes, too_many_questions_in_all.';

revoke execute on function public.create_quiz_from_trivia from public, anon;
grant execute on function public.create_quiz_from_trivia to authenticated;
