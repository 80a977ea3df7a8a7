create or replace function core.store_questions(
    quiz core.quizzes,     -- locked
    questions jsonb        -- as core.normalise_question returns them
) returns setof core.questions
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    last_position integer := coalesce(max(q.position), 0)
        from core.questions as q where q.quiz_id = quiz.id and q.deleted_at is null;
begin
    perform core.require_question_quota(quiz, jsonb_array_length(questions));
    perform core.require_question_total(quiz.owner_id, jsonb_array_length(questions));
    return query
    insert into core.questions (
        quiz_id, position, kind, prompt, text_format, choices, display, key, points, time_limit_ms, explanation,
        subject, difficulty, media_url, media_alt, source, citation, tags, name, external_id, copied_from
    )
    select
        quiz.id, last_position + listed.n, fresh.kind, fresh.prompt, fresh.text_format, fresh.choices, fresh.display,
        fresh.key, fresh.points, fresh.time_limit_ms, fresh.explanation, fresh.subject, fresh.difficulty,
        fresh.media_url, fresh.media_alt, fresh.source, fresh.citation, coalesce(fresh.tags, '{}'), fresh.name,
        fresh.external_id, fresh.copied_from
    from jsonb_array_elements(questions) with ordinality as listed (question, n)
    cross join lateral jsonb_populate_record(null::core.questions, listed.question) as fresh
    order by listed.n
    returning *;
end;
$$;

comment on function core.store_questions is
'Adds questions at the end of a quiz, in their order, and returns them. PT422 too_many_questions;
PT409 too_many_questions_in_all.';
