create or replace function core.attempt_summary(
    attempt core.attempts,
    viewer uuid default null     -- who reads it; null: the caller
) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'id', attempt.id,
        'quiz_id', attempt.quiz_id,
        'title', q.title,
        'number', attempt.number,
        'preview', attempt.preview,
        'state', case
            when attempt.state = 'in_progress' and attempt.deadline < now() then 'overdue' else attempt.state::text
        end,
        'started_at', attempt.started_at,
        'deadline', attempt.deadline,
        'now', now(),
        'remaining_ms', case when attempt.state = 'in_progress' then core.time_left_ms(attempt.deadline) end,
        'finished_at', attempt.finished_at,
        'overdue', attempt.overdue,
        'answered', (
            select count(*) from core.answers as a where a.attempt_id = attempt.id and a.deleted_at is null
        ),
        'question_count', cardinality(attempt.question_ids),
        'score', case when told.scores then trim_scale(attempt.score) end,
        'max_score', trim_scale(attempt.max_score),
        'percent', case when told.scores then core.percent(attempt.score, attempt.max_score) end,
        'passed', case when told.scores then attempt.passed end,
        'to_mark', attempt.to_mark
    )
    from core.quizzes as q
    cross join lateral (select core.knows_score(q.id, viewer) as scores offset 0) as told   -- asked once
    where q.id = attempt.quiz_id;
$$;

comment on function core.attempt_summary is
'The state of an attempt, without its questions. now and remaining_ms (milliseconds) go by the database''s clock. If
overdue is true, the deadline ended the attempt, and only answers that were saved in time count. to_mark: how
many answers are still to be marked by hand; until then the score is provisional, and passed is null unless it is
reached without them. Scores are null where the viewer may not know them (core.knows_score).';
