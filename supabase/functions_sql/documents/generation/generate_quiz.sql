create or replace function public.generate_quiz(wish jsonb) returns jsonb
language plpgsql security definer
set search_path = ''
as $$
declare
    -- a quiz has a language, too, and nothing else of a generation request
    request_only constant text[] := '{sources,topic,questions,kinds,difficulty}';
    me uuid := core.person_id();
    request jsonb;
    quiz core.quizzes;
    title text;
begin
    if jsonb_typeof(wish) is distinct from 'object' then
        perform core.fail(422, 'wrong_type', 'A generation request must be an object.');
    end if;
    request := core.normalise_generation_request(
        (
            select coalesce(jsonb_object_agg(w.key, w.value), '{}')
            from jsonb_each(wish) as w
            where w.key = any (request_only || '{language}')
        ),
        me
    );
    select left(coalesce(
        core.draft_text(jsonb_strip_nulls(wish), 'title', 200),
        request ->> 'topic',
        string_agg(coalesce(nullif(trim(u.title), ''), u.name), ', ' order by s.ordinality)
    ), 200)
    into title
    from jsonb_array_elements(request -> 'sources') with ordinality as s
    inner join core.uploads as u on u.id = (s.value ->> 'upload_id')::uuid;

    quiz := core.make_quiz(jsonb_strip_nulls(wish - request_only) || jsonb_build_object('title', title));
    perform core.begin_generation(quiz, 'generate_questions', request);
    select * into quiz from core.quizzes as q where q.id = quiz.id;
    return core.quiz_json(quiz);
end;
$$;

comment on function public.generate_quiz is
'Makes a quiz whose questions are generated: it is in state generating until they come. wish: a generation request,
{"sources": [{"upload_id", "pages"?}], "topic", "questions", "kinds", "difficulty", "language"}, and the options of a
quiz. Credits are reserved for the questions. PT402 not_enough_credits, PT404 upload_not_found, PT409 upload_not_ready,
PT422 as create_quiz and bad_pages, bad_difficulty, nothing_to_ask_about.';

revoke execute on function public.generate_quiz from public, anon;
grant execute on function public.generate_quiz to authenticated;
