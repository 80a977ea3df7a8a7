create or replace function core.fold_facts(
    most integer     -- changes at once
) returns integer
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    folded integer;
begin
    perform from core.fact_folding for update skip locked;
    if not found then
        return 0;     -- somebody else does it
    end if;

    with changes as materialized (
        delete from core.fact_changes as c
        where c.id in (select oldest.id from core.fact_changes as oldest order by oldest.id limit most)
        returning c.*
    ),

    attempts as (
        insert into core.attempt_days as d (
            quiz_id, day, started, finished, abandoned, takers, percents, seconds, passed, could_pass
        )
        select
            cell.quiz_id,
            cell.day,
            coalesce(sum(c.n) filter (where c.fact = 'attempt_started'), 0),
            coalesce(sum(c.n) filter (where c.fact = 'attempt_finished'), 0),
            coalesce(sum(c.n) filter (where c.fact = 'attempt_abandoned'), 0),
            coalesce(sum(case c.fact when 'taker' then c.n when 'attempt_started' then c.n * c.questions end), 0),
            coalesce(sum(c.n * c.total) filter (where c.fact = 'attempt_finished'), 0),
            coalesce(sum(c.n * c.seconds) filter (where c.fact = 'attempt_finished'), 0),
            coalesce(sum(c.n) filter (where c.fact = 'attempt_finished' and c.passed), 0),
            coalesce(sum(c.n) filter (where c.fact = 'attempt_finished' and c.passed is not null), 0)
        from changes as c
        cross join lateral (
            values
                (c.quiz_id, c.day),
                (c.quiz_id, '-infinity'),
                ('00000000-0000-0000-0000-000000000000', c.day),
                ('00000000-0000-0000-0000-000000000000', '-infinity')
        ) as cell (quiz_id, day)
        where c.quiz_id is not null
        group by cell.quiz_id, cell.day
        on conflict (quiz_id, day) do update
        set
            started = d.started + excluded.started, finished = d.finished + excluded.finished,
            abandoned = d.abandoned + excluded.abandoned, takers = d.takers + excluded.takers,
            percents = d.percents + excluded.percents, seconds = d.seconds + excluded.seconds,
            passed = d.passed + excluded.passed, could_pass = d.could_pass + excluded.could_pass
    ),

    -- the questions of attempts that ended; what is still to be marked is left out
    questions as (
        insert into core.question_months as m (question_id, version, month, quiz_id, asked, answered, fractions)
        select
            q.question_id,
            q.version,
            cell.month,
            min(c.quiz_id::text)::uuid,
            count(*),
            count(q.response),
            sum(q.points / q.max_points)
        from changes as c
        -- offset 0, so that each attempt's are found by its key
        cross join lateral (select a.* from core.counted_answers as a where a.attempt_id = c.attempt_id offset 0) as q
        cross join lateral (
            values (date_trunc('month', c.day::timestamp)::date), ('-infinity')
        ) as cell (month)
        where c.fact = 'attempt_finished' and q.points is not null and q.max_points > 0
        group by q.question_id, q.version, cell.month
        on conflict (question_id, version, month) do update
        set
            asked = m.asked + excluded.asked, answered = m.answered + excluded.answered,
            fractions = m.fractions + excluded.fractions
    ),

    rooms as materialized (
        select c.day, c.label, c.room_id
        from changes as c
        where c.fact = 'room'
    ),

    players as materialized (
        select r.day, r.label, p.user_id
        from rooms as r
        inner join core.players as p on p.room_id = r.room_id and p.kicked_at is null
    ),

    answers as (
        select r.day, r.label, a.elapsed_ms / 1000.0 as seconds
        from rooms as r
        inner join core.live_answers as a on a.room_id = r.room_id
    ),

    active as (
        insert into core.active_people (user_id, span, begins)
        select distinct who.user_id, s.span, core.span_begins(s.span, who.day::timestamp at time zone 'UTC')
        from (
            select c.user_id, c.day from changes as c
            where c.n > 0 and (c.quiz_id is not null or c.room_id is not null)
            union
            select p.user_id, p.day from players as p
        ) as who
        inner join core.profiles as person on person.id = who.user_id and not person.guest
            and person.deleted_at is null     -- whose days were erased must not be counted twice
        cross join unnest('{day,week,month}'::core.board_span[]) as s (span)
        on conflict do nothing
        returning user_id, span, begins
    ),

    -- people by the week in which they were active first, and how many weeks later they are
    cohorts as (
        select
            least(
                min(a.begins) over (partition by a.user_id),
                (
                    select min(known.begins) from core.active_people as known
                    where known.user_id = a.user_id and known.span = 'week'
                )
            ) as first_week,
            a.begins as week
        from active as a
        where a.span = 'week'
    ),

    credit_people as (
        insert into core.credit_people (kind, day, user_id)
        select distinct c.label[1], c.day, c.user_id
        from changes as c
        where c.fact = 'credits'
        on conflict do nothing
        returning kind, day
    ),

    sums as (
        select c.fact::text as fact, c.day, c.label, sum(c.n) as n, sum(c.total) as total, sum(c.seconds) as seconds,
            sum(c.questions) as questions
        from changes as c
        where c.quiz_id is null
        group by c.fact, c.day, c.label
        union all
        select 'players', p.day, p.label, count(*), 0, 0, 0 from players as p group by p.day, p.label
        union all
        select 'answers', a.day, a.label, count(*), 0, sum(a.seconds), 0 from answers as a group by a.day, a.label
        union all
        -- buckets of a tenth of a second up to 10 s, then of a second
        select
            'answer_time', a.day,
            a.label || trim_scale(
                case when a.seconds < 10 then floor(a.seconds * 10) / 10 else floor(a.seconds) end
            )::text,
            count(*), 0, 0, 0
        from answers as a group by 2, 3
        union all
        select 'active', a.begins, array[a.span::text], count(*), 0, 0, 0 from active as a group by a.begins, a.span
        union all
        select 'cohort', h.first_week, array[((h.week - h.first_week) / 7)::text], count(*), 0, 0, 0
        from cohorts as h group by 2, 3
        union all
        select 'credit_people', p.day, array[p.kind], count(*), 0, 0, 0 from credit_people as p group by p.day, p.kind
    ),

    summed as (
        insert into core.daily_facts as f (fact, day, label, n, total, seconds, questions)
        select s.fact, s.day, s.label, s.n, s.total, s.seconds, s.questions
        from sums as s
        on conflict (fact, day, label) do update
        set
            n = f.n + excluded.n, total = f.total + excluded.total, seconds = f.seconds + excluded.seconds,
            questions = f.questions + excluded.questions
    )

    select count(*) into folded from changes;
    return folded;
end;
$$;

comment on function core.fold_facts is
'Adds what happened to the sums that dashboards read, and returns how many changes. One does so at a time.';
