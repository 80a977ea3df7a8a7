create or replace function core.known_mark(
    answer public.answers,
    out fraction numeric,
    out points numeric,
    out comment text
)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select a.fraction, a.points, a.comment
    from core.counted_answers as a
    inner join core.attempts as t on t.id = a.attempt_id
    inner join core.quizzes as q on q.id = t.quiz_id
    where a.attempt_id = answer.attempt_id and a.question_id = answer.question_id
        and a.response is not null and t.deleted_at is null and t.state = 'finished'
        and (
            auth.jwt() ->> 'role' = 'service_role'
            or core.quiz_role(q, core.caller_id()) is not null
            or t.user_id = core.caller_id() and core.marks_shown(q, t.user_id)
        );
$$;

comment on function core.known_mark is
'The mark of an answer, the points that it earned and the comment on it, if the caller may know them: its taker where
core.marks_shown, and those who work on the quiz once the attempt is finished. Else nulls.';
