create or replace function core.quiz_now(quiz_id uuid) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select core.quiz_json(q) from core.quizzes as q where q.id = quiz_id;
$$;

comment on function core.quiz_now is
'A quiz as JSON, as it is after changes of its questions in the same transaction.';
