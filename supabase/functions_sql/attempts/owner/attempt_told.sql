create or replace function core.attempt_told(attempt core.attempts, quiz core.quizzes) returns jsonb
language sql stable
return jsonb_build_object(
    'attempt_id', attempt.id, 'quiz_id', quiz.id, 'title', quiz.title, 'number', attempt.number
);

comment on function core.attempt_told is 'What the events attempt.deleted and attempt.restored tell the taker.';
