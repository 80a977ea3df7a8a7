create or replace function core.answer_to_mark(
    attempt core.attempts,      -- settled
    question_id uuid,
    anonymous boolean default false
) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'quiz_id', attempt.quiz_id,
        'title', q.title,
        'attempt_id', attempt.id,
        'number', attempt.number,
        'finished_at', attempt.finished_at,
        'user_id', case when not anonymous then attempt.user_id end,
        'display_name', case when not anonymous then core.person_name(attempt.user_id) end,
        'guest', case when not anonymous then core.is_guest(attempt.user_id) end,
        'question_id', c.question_id,
        'position', c.position,
        'kind', v.kind,
        'prompt', v.prompt,
        'text_format', v.text_format,
        'choices', v.choices,
        'rubric', v.key -> 'rubric',
        'marking_notes', v.key ->> 'marking_notes',
        'response', c.response,
        'version', a.version,
        'points', trim_scale(c.points),
        'max_points', trim_scale(c.max_points),
        'rubric_points', c.rubric_points,
        'comment', c.comment,
        'to_mark', c.to_mark,
        'marked_by_hand', c.marked_by_hand,
        'score', trim_scale(attempt.score),
        'max_score', trim_scale(attempt.max_score),
        'left_in_attempt', attempt.to_mark
    )
    from core.counted_answers as c
    inner join core.quizzes as q on q.id = attempt.quiz_id
    inner join core.question_versions as v on v.question_id = c.question_id and v.version = c.version
    inner join core.answers as a on a.attempt_id = c.attempt_id and a.question_id = c.question_id
    where c.attempt_id = attempt.id and c.question_id = answer_to_mark.question_id;
$$;

comment on function core.answer_to_mark is
'An answer as its marker sees it: the question, the rubric and the notes, the response, its mark so far, and the score
of the attempt. anonymous: without the taker.';
