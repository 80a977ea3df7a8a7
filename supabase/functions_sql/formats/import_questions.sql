create or replace function public.import_questions(
    drafts jsonb,
    title text default null,               -- of a new quiz …
    into_quiz uuid default null,           -- … or one's own that takes them
    skip_problems boolean default false    -- take those that can be taken
) returns jsonb
language plpgsql security definer
set search_path = ''
as $$
declare
    quiz core.quizzes;
    tried jsonb := core.try_questions(drafts);
begin
    if (title is null) = (into_quiz is null) then
        perform core.fail(422, 'title_or_quiz', 'Give either the title of a new quiz, or the quiz that takes the questions.');
    end if;
    quiz := case when into_quiz is not null then core.lock_quiz(into_quiz) end;
    if tried -> 'questions' = '[]' or (tried -> 'problems' <> '[]' and not coalesce(skip_problems, false)) then
        return jsonb_build_object('quiz', null, 'problems', tried -> 'problems');
    end if;
    if into_quiz is null then
        quiz := core.make_quiz(jsonb_build_object('title', import_questions.title));
    end if;
    perform core.store_questions(quiz, tried -> 'questions');
    return jsonb_build_object('quiz', core.quiz_json(quiz), 'problems', tried -> 'problems');
end;
$$;

comment on function public.import_questions is
'A quiz from drafts that were read from a file: {"quiz", "problems": [{"index", "code", "message"}]}. With a problem and
without skip_problems nothing is taken and quiz is null.';

revoke execute on function public.import_questions from public, anon;
grant execute on function public.import_questions to authenticated;
