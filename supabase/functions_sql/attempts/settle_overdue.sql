create or replace function core.settle_overdue(
    quiz_id uuid,       -- null: of all quizzes
    person_id uuid,     -- null: of everybody
    most integer        -- how many at once; null: all
) returns integer
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    due uuid[];
begin
    -- an attempt that is locked is being finished by another transaction
    select array_agg(found.id) into due
    from (
        select t.id
        from core.attempts as t
        where t.state = 'in_progress'
            and t.deleted_at is null
            and t.deadline < core.overdue_before()
            and (settle_overdue.quiz_id is null or t.quiz_id = settle_overdue.quiz_id)
            and (settle_overdue.person_id is null or t.user_id = settle_overdue.person_id)
        order by t.deadline
        limit most
        for update skip locked
    ) as found;

    if due is not null then
        perform core.finish_attempts(due, overdue => true);
    end if;
    return coalesce(cardinality(due), 0);
end;
$$;

comment on function core.settle_overdue is
'Ends the attempts whose time is up: they are finished with the answers that were saved in time, or abandoned if there
are none. Starting an attempt calls it first, and every process of the app calls it regularly. Reads show the same
before (core.settled_attempts). Returns how many it ended; who calls it for a batch calls it again while that is `most`,
so that each batch is committed by itself.';

revoke execute on function core.settle_overdue from public;
grant execute on function core.settle_overdue to authenticator;
