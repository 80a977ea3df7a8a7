create or replace function core.moved_deadlines(quiz core.quizzes)   -- as it is, or as it would be after a change
returns table (attempt_id uuid, deadline timestamptz)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select t.id, computed.deadline
    from core.attempts as t
    cross join lateral (
        select core.deadline_of(t, quiz, core.allowance_of(quiz, t.user_id)) as deadline offset 0   -- once
    ) as computed
    where t.quiz_id = quiz.id and t.state = 'in_progress' and t.deleted_at is null
        -- it has ended, even if nothing has settled it yet: its taker may have seen the key
        and not core.is_over(t.deadline)
        and computed.deadline is distinct from t.deadline;
$$;

comment on function core.moved_deadlines is
'The attempts in progress whose deadlines are not those that they would have in this quiz, and what these are. An
attempt past its deadline and the grace after it has ended, and stays so; one within the grace goes on.';
