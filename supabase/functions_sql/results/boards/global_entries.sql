create or replace function core.global_entries(
    places core.places[]     -- of one board, next to each other, the best first
) returns jsonb[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select coalesce(array_agg(jsonb_build_object(
            'rank', p.rank,
            'display_name', coalesce(n.display_name, core.person_name(p.user_id)),
            'you', p.user_id is not distinct from caller.id,
            'points', trim_scale(p.points / 100.0),
            'quizzes', p.quizzes,
            'passed', p.passed
        ) order by p.n), '{}')
        from unnest(
            places,
            core.board_ranks(
                places[1].board_id,
                array(select l.points from unnest(places) with ordinality as l (b, u, points, q, s, n) order by l.n)
            )
        ) with ordinality as p (board_id, user_id, points, quizzes, passed, rank, n)
        cross join (select core.caller_id() as id offset 0) as caller   -- asked once
        left join core.profiles as n on n.id = p.user_id and n.deleted_at is null
    );
end;
$$;

comment on function core.global_entries is 'Places on a global board as global_leaderboard tells them.';
