create or replace function core.settle_overdue(
    quiz_id uuid,       -- of this quiz; null: of any
    person_id uuid      -- of this person; null: of anyone
) returns void
language plpgsql security definer
set search_path = ''
as $$
declare
    latest timestamptz := now() - make_interval(secs => core.setting('quiz.submit_grace_s'));
    due uuid[];
begin
    -- one that is locked is just being settled or submitted by its taker
    select array_agg(found.id) into due
    from (
        select t.id
        from core.attempts as t
        where t.state = 'in_progress'
            and t.deadline < latest   -- as core.is_over says, so that an index finds them
            and (settle_overdue.quiz_id is null or t.quiz_id = settle_overdue.quiz_id)
            and (settle_overdue.person_id is null or t.user_id = settle_overdue.person_id)
        for update skip locked
    ) as found;

    if due is not null then
        perform core.finish_attempts(due, overdue => true);
    end if;
end;
$$;

comment on function core.settle_overdue is
'Ends the attempts whose time is up, when somebody looks at them or the app''s sweep comes by:
finished with what was saved in time, abandoned where nothing was.';

revoke execute on function core.settle_overdue from public;
grant execute on function core.settle_overdue to authenticator;
