create or replace function core.waiting_changes(quiz_id uuid) returns core.statistics_changes[]
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with due as materialized (
        select t.id, t.user_id
        from core.attempts as t
        where t.quiz_id = waiting_changes.quiz_id and t.state = 'in_progress' and not t.preview
            and t.deleted_at is null and t.deadline < core.overdue_before()
    ),

    taken as materialized (
        select t as attempt, core.settled(t.id) as settled
        from core.attempts as t
        where t.quiz_id = waiting_changes.quiz_id and t.user_id in (select due.user_id from due)
            and t.deleted_at is null and not t.preview
    )

    select core.net_changes(
        array(
            select c from core.statistics_changes as c where c.quiz_id = waiting_changes.quiz_id
        )
        || core.chosen_attempts(array(select taken.settled from taken))
        || array(
            select row(
                null, c.quiz_id, c.source_id, c.live, -c.firsts, -c.bests, -c.lasts, -c.alls
            )::core.statistics_changes
            from unnest(core.chosen_attempts(array(select taken.attempt from taken))) as c
        )
    );
$$;

comment on function core.waiting_changes is
'What the sums of a quiz''s statistics do not contain yet: changes that wait, and attempts whose time is up and that the
sweep has not settled.';
