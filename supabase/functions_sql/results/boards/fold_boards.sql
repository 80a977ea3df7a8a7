create or replace function core.fold_boards(
    most integer     -- changes at once
) returns integer
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    folded integer;
begin
    with taken as (
        delete from core.board_changes as c
        where c.id in (
            select oldest.id from core.board_changes as oldest order by oldest.id limit most for update skip locked
        )
        returning c.board_id, c.points, c.change
    ),

    sums as (
        select t.board_id, l.level, t.points >> (6 * (3 - l.level)) as bucket, sum(t.change) as change
        from taken as t
        cross join generate_series(1, 3) as l (level)
        group by 1, 2, 3
        having sum(t.change) <> 0
    ),

    kept as (
        insert into core.board_counts as n (board_id, level, bucket, people)
        select s.board_id, s.level, s.bucket, s.change
        from sums as s
        order by 1, 2, 3
        on conflict (board_id, level, bucket) do update set people = n.people + excluded.people
    )

    select count(*) into folded from taken;
    return folded;
end;
$$;

comment on function core.fold_boards is
'Adds changes to the counters of boards, and returns how many. Ranks are exact before and after.';
