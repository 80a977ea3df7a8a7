create or replace function core.note_statistics(
    quiz_ids uuid[],
    person_ids uuid[],
    attempt_ids uuid[]     -- that changed
) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan     -- planned once, not for each attempt
as $$
declare
    full_up boolean;
begin
    with wanted as materialized (
        select w.*
        from unnest(core.chosen_attempts(array(
            select t
            from (select distinct p.quiz_id, p.user_id from unnest(quiz_ids, person_ids) as p (quiz_id, user_id)) as who
            inner join core.attempts as t on t.quiz_id = who.quiz_id and t.user_id = who.user_id
            where t.state = 'finished'
        ))) as w
    ),

    touched as (
        select w.source_id as id from wanted as w
        union
        select a.id from unnest(attempt_ids) as a (id)
    ),

    compared as (
        select w.quiz_id, w.source_id, w.firsts, w.bests, w.lasts, w.alls from wanted as w
        union all
        select k.quiz_id, k.source_id, -k.firsts, -k.bests, -k.lasts, -k.alls
        from touched
        inner join core.counted_sources as k on k.source_id = touched.id
        union all
        select c.quiz_id, c.source_id, -c.firsts, -c.bests, -c.lasts, -c.alls
        from touched
        inner join core.statistics_changes as c on c.source_id = touched.id
    ),

    noted as (
        insert into core.statistics_changes (quiz_id, source_id, firsts, bests, lasts, alls)
        select c.quiz_id, c.source_id, sum(c.firsts), sum(c.bests), sum(c.lasts), sum(c.alls)
        from compared as c
        group by c.quiz_id, c.source_id
        having (sum(c.firsts), sum(c.bests), sum(c.lasts), sum(c.alls)) <> (0, 0, 0, 0)
        returning id
    )

    select bool_or(noted.id % 1000 = 0) into full_up from noted;
    if full_up then
        perform core.sweep_statistics(2000);   -- where no sweep does so
    end if;
end;
$$;

comment on function core.note_statistics is
'Notes how these people''s attempts at these quizzes, as they are now, differ from what statistics have taken in or will
take in by what waits. The caller holds the rows of these people in core.kept_standings, so that they come one by one.';
