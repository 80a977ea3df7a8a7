create or replace function core.quiz_entries(
    board integer,
    standings core.kept_standings[]     -- of one quiz, next to each other, the best first
) returns jsonb[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        with listed as (
            select s.user_id, s.score, s.max_score, s.part, s.attempts, row_number() over () as n
            from unnest(standings) as s
        ),

        ranks as (
            select r.rank, r.n
            from unnest(core.board_ranks(
                board, array(select core.quiz_points(l.part) from listed as l order by l.n)
            )) with ordinality as r (rank, n)
        )

        select coalesce(array_agg(jsonb_build_object(
            'rank', r.rank,
            'display_name', coalesce(p.display_name, core.person_name(l.user_id)),
            'guest', coalesce(p.guest, false),
            'you', l.user_id is not distinct from caller.id,
            'score', trim_scale(l.score),
            'max_score', trim_scale(l.max_score),
            'percent', core.percent(l.part, 1),
            'attempts', l.attempts
        ) order by l.n), '{}')
        from listed as l
        inner join ranks as r on r.n = l.n
        cross join (select core.caller_id() as id offset 0) as caller   -- asked once
        left join core.profiles as p on p.id = l.user_id and p.deleted_at is null
    );
end;
$$;

comment on function core.quiz_entries is 'Places on the board of a quiz as quiz_leaderboard tells them.';
