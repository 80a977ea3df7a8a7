create or replace function core.found_question(
    question core.questions,
    quiz_title text
) returns jsonb
language sql stable
return jsonb_build_object(
    'id', question.id, 'quiz_id', question.quiz_id, 'quiz_title', quiz_title, 'position', question.position,
    'kind', question.kind, 'prompt', question.prompt, 'points', trim_scale(question.points),
    'subject', question.subject, 'difficulty', question.difficulty, 'tags', to_jsonb(question.tags),
    'media_url', question.media_url, 'created_at', question.created_at, 'updated_at', question.updated_at
);

comment on function core.found_question is
'A question that a search found, as JSON: where it is and what it asks, without its answer key.';
