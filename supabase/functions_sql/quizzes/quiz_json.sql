create or replace function core.quiz_json(quiz core.quizzes) returns jsonb
language sql stable
return to_jsonb(quiz) - '{deleted_at,words,title_key}'::text[] || case
    when quiz.deleted_at is null then '{}' else jsonb_build_object('deleted_at', quiz.deleted_at)
end || core.quiz_facts(quiz);

comment on function core.quiz_json is
'A quiz and its options as JSON, the same for everyone who may see it, but for the caller''s role and folder.';
