create or replace function core.keep_standings(
    quiz_ids uuid[],
    person_ids uuid[],
    instants timestamptz[]     -- when attempts that changed were finished, or had been
) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan     -- planned once, not for each attempt
as $$
declare
    full_up boolean;
begin
    perform core.need_boards(quiz_ids);

    -- Each of the following statements sees what those have committed for whose locks these wait.
    perform from core.boards as b where b.quiz_id = any (quiz_ids) order by b.id for key share;
    insert into core.boards (span, begins, subject)
    select distinct s.span, core.span_begins(s.span, i.instant), about.subject
    from unnest(quiz_ids, instants) as i (quiz_id, instant)
    cross join unnest(enum_range(null::core.board_span)) as s (span)
    cross join lateral (
        select ''
        union
        select b.counted_subject from core.boards as b where b.quiz_id = i.quiz_id and b.counts_globally
    ) as about (subject)
    where not exists (
        select from core.boards as b
        where b.quiz_id is null and b.span = s.span and b.begins = core.span_begins(s.span, i.instant)
            and b.subject = about.subject
    )
    order by 1, 2, 3
    on conflict do nothing;
    insert into core.kept_standings as k (quiz_id, user_id, span, begins)
    select distinct p.quiz_id, p.user_id, 'all'::core.board_span, '-infinity'::date
    from unnest(quiz_ids, person_ids) as p (quiz_id, user_id)
    order by 1, 2
    on conflict (quiz_id, user_id, span, begins) do update set attempts = k.attempts;

    with quiz as materialized (
        select
            q.id, q.counting_attempt, q.pass_mark, b.id as board_id, b.counts_globally, b.counted_subject,
            core.is_being_played(q) as played
        from core.quizzes as q
        inner join core.boards as b on b.quiz_id = q.id
        where q.id = any (quiz_ids)
    ),

    touched as materialized (
        select distinct
            t.quiz_id, t.user_id, t.instant,
            quiz.counts_globally and p.deleted_at is null and not p.guest as listed
        from unnest(quiz_ids, person_ids, instants) as t (quiz_id, user_id, instant)
        inner join quiz on quiz.id = t.quiz_id
        inner join core.profiles as p on p.id = t.user_id
    ),

    wanted as (
        select t.quiz_id, t.user_id, t.listed, s.span, core.span_begins(s.span, t.instant) as begins
        from touched as t
        cross join unnest(enum_range(null::core.board_span)) as s (span)
        where s.span = 'all' or t.listed
        union
        select k.quiz_id, k.user_id, false, k.span, k.begins   -- to remove
        from touched as t
        inner join core.kept_standings as k on k.quiz_id = t.quiz_id and k.user_id = t.user_id
        where not t.listed
    ),

    compared as materialized (
        select
            w.quiz_id, w.user_id, w.span, w.begins, quiz.board_id, r.*,
            w.listed and quiz.played as waits,
            case
                when not w.listed or r.attempts is null then null
                when quiz.played then k.listed_points
                else round(r.part * 10000)::integer
            end as listed_points,
            case when quiz.played then k.listed_passed else r.passed end is true as listed_passed,
            case when r.attempts > 0 then core.quiz_points(r.part) end as quiz_points,
            case when k.attempts > 0 then core.quiz_points(k.part) end as old_quiz_points,
            quiz.counted_subject as subject,
            k.listed_points as old_listed_points,
            k.listed_passed as old_listed_passed,
            k.listed_subject as old_listed_subject
        from wanted as w
        inner join quiz on quiz.id = w.quiz_id
        left join core.kept_standings as k
            on k.quiz_id = w.quiz_id and k.user_id = w.user_id and k.span = w.span and k.begins = w.begins
        left join lateral core.counted_result(quiz.counting_attempt, quiz.pass_mark, array(
            select a.attempt
            from (
                select t as attempt, t.state, t.preview, t.deleted_at, t.finished_at
                from core.attempts as t
                where t.quiz_id = w.quiz_id and t.user_id = w.user_id
                offset 0     -- by this key, however few attempts are finished when this is planned
            ) as a
            where a.state = 'finished' and not a.preview and a.deleted_at is null
                and core.span_begins(w.span, a.finished_at) = w.begins
        )) as r on w.span = 'all' or w.listed
    ),

    kept as (
        insert into core.kept_standings as k (
            quiz_id, user_id, span, begins, attempts, attempt_id, score, max_score, part, passed, finished_at,
            listed_points, listed_passed, listed_subject, waits
        )
        select
            c.quiz_id, c.user_id, c.span, c.begins, c.attempts, c.attempt_id, c.score, c.max_score, c.part, c.passed,
            c.finished_at, c.listed_points, c.listed_points is not null and c.listed_passed,
            case when c.listed_points is null then '' else c.subject end, c.waits
        from compared as c
        where c.attempts > 0
        order by c.quiz_id, c.user_id, c.span, c.begins
        on conflict (quiz_id, user_id, span, begins) do update
        set
            attempts = excluded.attempts, attempt_id = excluded.attempt_id, score = excluded.score,
            max_score = excluded.max_score, part = excluded.part, passed = excluded.passed,
            finished_at = excluded.finished_at, listed_points = excluded.listed_points,
            listed_passed = excluded.listed_passed, listed_subject = excluded.listed_subject, waits = excluded.waits
    ),

    removed as (
        delete from core.kept_standings as k
        using compared as c
        where c.attempts is null
            and k.quiz_id = c.quiz_id and k.user_id = c.user_id and k.span = c.span and k.begins = c.begins
    ),

    sums as (
        select
            b.id as board_id,
            c.user_id,
            sum(side.sign * side.points)::integer as points,
            sum(side.sign)::integer as quizzes,
            sum(side.sign * side.passed::integer)::integer as passed
        from compared as c
        cross join lateral (
            values
                (1, '', c.listed_points, c.listed_passed),
                (-1, '', c.old_listed_points, c.old_listed_passed),
                (1, nullif(c.subject, ''), c.listed_points, c.listed_passed),
                (-1, nullif(c.old_listed_subject, ''), c.old_listed_points, c.old_listed_passed)
        ) as side (sign, subject, points, passed)
        inner join core.boards as b
            on b.quiz_id is null and b.span = c.span and b.begins = c.begins and b.subject = side.subject
        where side.points is not null
        group by b.id, c.user_id
    ),

    placed as (
        insert into core.places as p (board_id, user_id, points, quizzes, passed)
        select s.board_id, s.user_id, s.points, s.quizzes, s.passed
        from sums as s
        where (s.points, s.quizzes, s.passed) <> (0, 0, 0)
        order by s.board_id, s.user_id
        on conflict (board_id, user_id) do update
        set points = p.points + excluded.points, quizzes = p.quizzes + excluded.quizzes,
            passed = p.passed + excluded.passed
        returning p.board_id, p.user_id, p.points, p.quizzes
    ),

    moved as (
        select c.board_id, c.old_quiz_points as old_points, c.quiz_points as new_points
        from compared as c
        where c.span = 'all'
        union all
        -- grouped and not joined, because the planner expects few rows and would compare each with each
        select
            s.board_id,
            case when max(s.quizzes) > sum(s.more_quizzes) then (max(s.points) - sum(s.more_points))::integer end,
            case when max(s.quizzes) > 0 then max(s.points) end
        from (
            select p.board_id, p.user_id, p.points, p.quizzes, 0 as more_points, 0 as more_quizzes from placed as p
            union all
            select s.board_id, s.user_id, null, null, s.points, s.quizzes from sums as s
        ) as s
        group by s.board_id, s.user_id
    ),

    changed as (
        insert into core.board_changes (board_id, points, change)
        select m.board_id, side.points, side.change
        from moved as m
        cross join lateral (values (m.old_points, -1), (m.new_points, 1)) as side (points, change)
        where m.old_points is distinct from m.new_points and side.points is not null
        returning id
    )

    select bool_or(changed.id % 1000 = 0) into full_up from changed;

    delete from core.places as p where p.user_id = any (person_ids) and p.quizzes = 0;
    if full_up then
        perform core.fold_boards(5000);   -- where no sweep does so
    end if;
end;
$$;

comment on function core.keep_standings is
'Writes anew what changed attempts of these people at these quizzes come to, and their places on the boards. Called by
triggers, in the transaction that changes the attempts, the quiz or the account.';
