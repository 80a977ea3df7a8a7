create or replace function public.generate_quiz(request jsonb) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    -- of the fields of a generation request, a quiz has only the language
    not_of_a_quiz constant text[] := '{sources,topic,questions,kinds,difficulty}';
    me uuid := core.person_id();
    generation jsonb;
    quiz core.quizzes;
    title text;
begin
    if jsonb_typeof(request) is distinct from 'object' then
        perform core.fail(422, 'wrong_type', 'A generation request must be an object.');
    end if;
    generation := core.normalise_generation_request(
        (
            select coalesce(jsonb_object_agg(field.key, field.value), '{}')
            from jsonb_each(request) as field
            where field.key = any (not_of_a_quiz || '{language}')
        ),
        me
    );
    select left(coalesce(
        core.draft_text(jsonb_strip_nulls(request), 'title', 200),
        generation ->> 'topic',
        string_agg(coalesce(nullif(trim(u.title), ''), u.name), ', ' order by s.ordinality)
    ), 200)
    into title
    from jsonb_array_elements(generation -> 'sources') with ordinality as s
    inner join core.uploads as u on u.id = (s.value ->> 'upload_id')::uuid;

    quiz := core.make_quiz(jsonb_strip_nulls(request - not_of_a_quiz) || jsonb_build_object('title', title));
    perform core.begin_generation(quiz, 'generate_questions', generation);
    select * into quiz from core.quizzes as q where q.id = quiz.id;
    return core.quiz_json(quiz);
end;
$$;

comment on function public.generate_quiz is
'Makes a quiz whose questions are generated, and returns it; its state is generating until they arrive. request: a
generation request, {"sources": [{"upload_id", "pages"?}], "topic", "questions", "kinds", "difficulty", "language"},
with the fields of a quiz. Credits are reserved for the questions. PT401 not_signed_in; PT402 not_enough_credits; PT404
upload_not_found; PT409 upload_not_ready, too_many_quizzes; PT422 as core.change_quiz and
core.normalise_generation_request, too_many_questions; PT429 too_many_jobs.';

revoke execute on function public.generate_quiz from public, anon;
grant execute on function public.generate_quiz to authenticated;
