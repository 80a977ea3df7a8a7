create or replace function core.check_counters(
    board_ids integer[],
    points integer[],    -- on each
    most bigint          -- people who are counted for each, because many may have the same points; null: all
) returns setof text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return query
    select format(
        'Board %s counts %s people with %s points, but %s have them.', t.board_id, counted.people, t.points, real.people
    )
    from (select distinct u.* from unnest(board_ids, points) as u (board_id, points)) as t
    inner join core.boards as b on b.id = t.board_id
    cross join lateral (
        select
            coalesce((
                select n.people from core.board_counts as n
                where n.board_id = t.board_id and n.level = 3 and n.bucket = t.points
            ), 0) + coalesce((
                select sum(c.change) from core.board_changes as c
                where c.board_id = t.board_id and c.points = t.points
            ), 0) as people
    ) as counted
    cross join lateral (
        select count(*) as people
        from (
            select from core.places as p
            where b.quiz_id is null and p.board_id = t.board_id and p.points = t.points
            union all
            select from core.kept_standings as k
            where k.quiz_id = b.quiz_id and k.span = 'all' and k.part = t.points / 1000000.0 and k.attempts > 0
            limit most + 1
        ) as there
    ) as real
    where least(counted.people, most + 1) <> real.people
    union all
    select format(
        'Bucket %s of level %s of board %s counts %s people, but the smaller ones in it count %s.',
        t.bucket, t.level, t.board_id, coalesce(n.people, 0), inner_ones.people
    )
    from (
        select distinct u.board_id, l.level, u.points >> (6 * (3 - l.level)) as bucket
        from unnest(board_ids, points) as u (board_id, points)
        cross join generate_series(1, 2) as l (level)
    ) as t
    left join core.board_counts as n on n.board_id = t.board_id and n.level = t.level and n.bucket = t.bucket
    cross join lateral (
        select coalesce(sum(i.people), 0) as people
        from core.board_counts as i
        where i.board_id = t.board_id and i.level = t.level + 1
            and i.bucket >= t.bucket << 6 and i.bucket < (t.bucket + 1) << 6
    ) as inner_ones
    where coalesce(n.people, 0) <> inner_ones.people;
end;
$$;

comment on function core.check_counters is
'A sentence for each of these points on these boards that not as many people have as its counters say. Where more people
than "most" have the same points, it only looks whether they are that many.';
