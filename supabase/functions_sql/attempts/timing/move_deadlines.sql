create or replace function core.move_deadlines(quiz core.quizzes) returns integer
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    moved uuid[];
    ended uuid[];
begin
    -- Waits for attempts that are being started; later ones wait for this and see the change
    perform from core.quizzes as q where q.id = quiz.id for update;
    with changed as (
        update core.attempts as t
        set deadline = m.deadline
        from core.moved_deadlines(quiz) as m
        where t.id = m.attempt_id and t.state = 'in_progress'   -- it may have been submitted meanwhile
        returning t.id, t.deadline
    )

    select array_agg(c.id), array_agg(c.id) filter (where core.is_over(c.deadline)) into moved, ended
    from changed as c;
    perform core.notify_user(t.user_id, 'attempt.deadline', core.deadline_told(t, quiz))
    from core.attempts as t
    where t.id = any (moved);
    if ended is not null then
        perform core.finish_attempts(ended, overdue => true);
    end if;
    return coalesce(cardinality(moved), 0);
end;
$$;

comment on function core.move_deadlines is
'Gives the attempts in progress of a quiz the deadlines that they have now, tells their takers, and ends those whose
time is up by that. Called in the transaction of every change of the quiz''s times or of somebody''s allowance. Returns
how many deadlines it moved.';
