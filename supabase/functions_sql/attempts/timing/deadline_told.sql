create or replace function core.deadline_told(attempt core.attempts, quiz core.quizzes) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_strip_nulls(jsonb_build_object(
        'attempt_id', attempt.id,
        'quiz_id', quiz.id,
        'title', quiz.title,
        'deadline', attempt.deadline,
        'remaining_ms', core.time_left_ms(attempt.deadline)
    ));
$$;

comment on function core.deadline_told is
'What the event attempt.deadline tells the taker. Without deadline, the attempt has none.';
