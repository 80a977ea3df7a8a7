create or replace function core.fold_statistics(
    quiz_id uuid,
    most integer     -- changes at once; all changes of an attempt go together
) returns integer
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    taken core.statistics_changes[];
begin
    perform core.need_boards(array[quiz_id]);
    -- who changes what is counted holds it, and waits for it: then the quiz's turn comes later
    perform from core.boards as b where b.quiz_id = fold_statistics.quiz_id for no key update skip locked;
    if not found then
        return 0;
    end if;
    with deleted as (
        delete from core.statistics_changes as c
        where c.quiz_id = fold_statistics.quiz_id and c.source_id in (
            select oldest.source_id
            from core.statistics_changes as oldest
            where oldest.quiz_id = fold_statistics.quiz_id
            order by oldest.id
            limit most
        )
        returning c.*
    )

    select array_agg(row(d.*)::core.statistics_changes) into taken from deleted as d;
    if taken is not null then
        perform core.add_statistics(core.net_changes(taken));
    end if;
    return coalesce(cardinality(taken), 0);
end;
$$;

comment on function core.fold_statistics is
'Adds changes that wait to the statistics of a quiz, and returns how many; none while somebody marks, deletes or
restores attempts at it. Statistics are exact before and after.';
