create or replace function core.question_draft(question core.questions) returns jsonb
language sql stable
return jsonb_strip_nulls(jsonb_build_object(
    'kind', question.kind,
    'prompt', question.prompt,
    'text_format', nullif(question.text_format, 'plain'),
    'points', trim_scale(question.points),
    'time_limit_ms', question.time_limit_ms,
    'explanation', question.explanation,
    'subject', question.subject,
    'difficulty', question.difficulty,
    'media_url', question.media_url,
    'media_alt', question.media_alt,
    'source', question.source,
    'tags', nullif(to_jsonb(question.tags), '[]'),
    'name', question.name,
    'external_id', question.external_id
) || core.draft_key(question.kind, question.choices, question.display, question.key));

comment on function core.question_draft is
'A question with its answer key as a draft, which core.normalise_question turns into the same question.';
