create or replace function core.unfold_statistics(source_ids uuid[]) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    counted core.statistics_changes[];
begin
    -- nothing is known of an attempt in progress
    if not exists (select from core.counted_sources as k where k.source_id = any (source_ids))
        and not exists (select from core.statistics_changes as c where c.source_id = any (source_ids)) then
        return;
    end if;
    perform from core.boards as b
    where b.quiz_id in (
        select k.quiz_id from core.counted_sources as k where k.source_id = any (source_ids)
        union
        select c.quiz_id from core.statistics_changes as c where c.source_id = any (source_ids)
    )
    order by b.id
    for no key update;
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
