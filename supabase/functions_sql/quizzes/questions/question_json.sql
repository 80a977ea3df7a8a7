create or replace function core.question_json(question core.questions) returns jsonb
language sql stable
return jsonb_build_object(
    'id', question.id, 'quiz_id', question.quiz_id, 'position', question.position, 'version', question.version
) || core.question_draft(question) || jsonb_strip_nulls(jsonb_build_object(
    'citation', question.citation,
    'copied_from', core.copied_from(question),
    'created_at', question.created_at, 'updated_at', question.updated_at, 'deleted_at', question.deleted_at
));

comment on function core.question_json is
'A question as its owner sees it: its draft, and the fields that the database adds.';
