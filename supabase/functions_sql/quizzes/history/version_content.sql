create or replace function core.version_content(version core.question_versions) returns jsonb
language sql stable parallel safe
return to_jsonb(version) - '{question_id,version,created_at}'::text[];

comment on function core.version_content is 'What a version of a question says, for comparing two of them.';
