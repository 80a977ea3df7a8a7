create or replace function core.unfold_statistics(source_ids uuid[]) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan     -- planned once, not for each answer
set enable_seqscan = off     -- each attempt by its key, however many are in the array
as $$
declare
    -- the boards that this transaction holds: a setting that ends with it, or with the savepoint
    held integer[] := string_to_array(coalesce(current_setting('quizzler.held_boards', true), ''), ',');
    counted core.statistics_changes[];
begin
    -- nothing is known of an attempt in progress, and what this transaction took out waits until its end
    if not exists (select from core.counted_sources as k where k.source_id = any (source_ids))
        and not exists (
            select from (
                select c.quiz_id from core.statistics_changes as c where c.source_id = any (source_ids) offset 0
            ) as c
            inner join core.boards as b on b.quiz_id = c.quiz_id
            where b.id <> all (held)
        ) then
        return;
    end if;
    held := held || array(
        select b.id
        from core.boards as b
        where b.id <> all (held) and b.quiz_id in (
            select k.quiz_id from core.counted_sources as k where k.source_id = any (source_ids)
            union
            select c.quiz_id from core.statistics_changes as c where c.source_id = any (source_ids)
        )
        order by b.id
        for no key update
    );
    perform set_config('quizzler.held_boards', array_to_string(held, ','), true);
    -- sees what those have committed for whom this waited
    counted := array(
        select row(null, k.quiz_id, k.source_id, k.live, k.firsts, k.bests, k.lasts, k.alls)::core.statistics_changes
        from core.counted_sources as k
        where k.source_id = any (source_ids)
    );
    if counted = '{}' then
        return;
    end if;
    for start in 1 .. cardinality(counted) by 1000 loop   -- so that memory is bounded
        perform core.add_statistics(array(
            select row(
                null, c.quiz_id, c.source_id, c.live, -c.firsts, -c.bests, -c.lasts, -c.alls
            )::core.statistics_changes
            from unnest(counted[start : start + 999]) as c
        ));
    end loop;
    insert into core.statistics_changes (quiz_id, source_id, live, firsts, bests, lasts, alls)
    select c.quiz_id, c.source_id, c.live, c.firsts, c.bests, c.lasts, c.alls
    from unnest(counted) as c;
end;
$$;

comment on function core.unfold_statistics is
'Takes attempts out of the sums of statistics and puts them in the queue, before something of them changes. Nothing
folds their quizzes until the transaction ends, so what is folded later is what they are then.';
