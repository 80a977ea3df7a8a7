create or replace function core.end_at_closing(quiz core.quizzes) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    ended uuid[];
begin
    -- Waits for attempts that are being started; later ones wait for this and see the new closing time
    perform from core.quizzes as q where q.id = quiz.id for update;
    with shortened as (
        update core.attempts as t
        set deadline = greatest(t.started_at, quiz.closes_at)
        where t.quiz_id = quiz.id and t.state = 'in_progress' and not t.preview
            and (t.deadline is null or t.deadline > quiz.closes_at)
        returning t.id
    )

    select array_agg(s.id) into ended from shortened as s;
    if ended is not null and core.is_over(quiz.closes_at) then
        perform core.finish_attempts(ended, overdue => true);
    end if;
end;
$$;

comment on function core.end_at_closing is
'Ends the attempts in progress of a quiz no later than its closing time; called when that was moved. Otherwise the
answer keys that are shown after closing would help people who are still answering. Previews keep their deadlines.';
