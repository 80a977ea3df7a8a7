-- One rule for attempts whose time is up: reads of every kind show what core.settle_overdue will write.
-- The files of these two functions replace them; views name them before.
create function core.overdue_before() returns timestamptz language sql stable return now();
create function core.settled_state(answered bigint) returns core.attempt_state
language sql immutable return 'finished'::core.attempt_state;

create or replace view core.settled_attempts as
select
    t.id,
    t.quiz_id,
    t.user_id,
    t.number,
    t.preview,
    t.seed,
    t.state,
    t.started_at,
    t.deadline,
    t.negative_marking,
    t.pass_mark,
    t.finished_at,
    t.overdue,
    t.score,
    t.max_score,
    t.passed
from core.attempts as t
where t.state <> 'in_progress' or t.deadline is null or t.deadline >= (select core.overdue_before())
union all
select
    t.id,
    t.quiz_id,
    t.user_id,
    t.number,
    t.preview,
    t.seed,
    core.settled_state(total.answered) as state,
    t.started_at,
    t.deadline,
    t.negative_marking,
    t.pass_mark,
    t.deadline as finished_at,
    true as overdue,
    case when core.settled_state(total.answered) = 'finished' then total.score end as score,
    t.max_score,
    case when core.settled_state(total.answered) = 'finished' then total.passed end as passed
from core.attempts as t
cross join lateral (select x.* from core.attempt_totals as x where x.id = t.id) as total
where t.state = 'in_progress' and t.deadline < (select core.overdue_before());

-- By its id, for the view of clients, which joins nothing; its file replaces it.
create function core.settled(attempt_id uuid) returns core.attempts language sql stable
return null::core.attempts;

create or replace view public.attempts with (security_invoker = true) as
select
    id,
    quiz_id,
    user_id,
    number,
    preview,
    case
        when state = 'in_progress' and deadline < now()
            then coalesce(nullif((core.settled(id)).state::text, 'in_progress'), 'overdue')
        else state::text
    end as state,
    started_at,
    deadline,
    case
        when state = 'in_progress' and deadline < now() then (core.settled(id)).finished_at else finished_at
    end as finished_at,
    case when state = 'in_progress' and deadline < now() then (core.settled(id)).overdue else overdue end as overdue,
    case
        when not core.knows_score(quiz_id) then null
        when state = 'in_progress' and deadline < now() then (core.settled(id)).score
        else score
    end as score,
    max_score,
    case
        when not core.knows_score(quiz_id) then null
        when state = 'in_progress' and deadline < now() then (core.settled(id)).passed
        else passed
    end as passed
from core.attempts;
comment on column public.attempts.state is
    'in_progress; overdue: past its deadline, while answers on their way still count; finished: submitted, or its
time was up; abandoned: ended with nothing saved.';
