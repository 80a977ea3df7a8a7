create or replace function core.check_standings(
    quiz_ids uuid[],
    person_ids uuid[]     -- the taker of each
) returns setof text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return query
    with pairs as materialized (
        select
            t.quiz_id, t.user_id, q.counting_attempt, q.pass_mark, b.counted_subject,
            b.counts_globally and p.deleted_at is null and not p.guest as listed
        from unnest(quiz_ids, person_ids) as t (quiz_id, user_id)
        inner join core.quizzes as q on q.id = t.quiz_id
        inner join core.profiles as p on p.id = t.user_id
        left join core.boards as b on b.quiz_id = t.quiz_id
        where b.listed_to is null     -- else the sweep is about to write them anew
    ),

    taken as materialized (
        select p.quiz_id, p.user_id, s.span, core.span_begins(s.span, t.finished_at) as begins, array_agg(t) as attempts
        from pairs as p
        inner join core.attempts as t on t.quiz_id = p.quiz_id and t.user_id = p.user_id
        cross join unnest(enum_range(null::core.board_span)) as s (span)
        where t.state = 'finished' and not t.preview and t.deleted_at is null and (s.span = 'all' or p.listed)
        group by p.quiz_id, p.user_id, s.span, core.span_begins(s.span, t.finished_at)
    ),

    kept as materialized (
        select k.*
        from pairs as p
        inner join core.kept_standings as k on k.quiz_id = p.quiz_id and k.user_id = p.user_id
        where k.attempts > 0
    )

    select format(
        'The result of %s in quiz %s (%s %s) is %s of %s attempts, but the attempts come to %s of %s.',
        user_id, quiz_id, span, begins, coalesce(k.part::text, 'nothing'), coalesce(k.attempts, 0),
        coalesce(r.part::text, 'nothing'), coalesce(r.attempts, 0)
    )
    from taken as t
    full join kept as k using (quiz_id, user_id, span, begins)
    left join pairs as p using (quiz_id, user_id)
    left join lateral core.counted_result(p.counting_attempt, p.pass_mark, t.attempts) as r on true
    where (k.attempts, k.attempt_id, k.part, k.passed) is distinct from (r.attempts, r.attempt_id, r.part, r.passed)
    union all
    select format(
        'The result of %s in quiz %s (%s %s) is listed with %s, but should be with %s.',
        k.user_id, k.quiz_id, k.span, k.begins, coalesce(k.listed_points::text, 'nothing'),
        coalesce(w.points::text, 'nothing')
    )
    from kept as k
    inner join pairs as p on p.quiz_id = k.quiz_id and p.user_id = k.user_id
    cross join lateral (
        select
            case when p.listed then round(k.part * 10000)::integer end as points,
            case when p.listed then p.counted_subject else '' end as subject
    ) as w
    where not k.waits
        and (k.listed_points, k.listed_passed, k.listed_subject)
        is distinct from (w.points, w.points is not null and k.passed is true, w.subject);
end;
$$;

comment on function core.check_standings is
'A sentence for each result that is kept of these people in these quizzes and is not what their attempts come to.';
