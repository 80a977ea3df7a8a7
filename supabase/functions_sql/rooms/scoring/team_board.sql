create or replace function core.team_board(room_id uuid) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_agg(jsonb_build_object(
        'number', ranked.number,
        'name', ranked.name,
        'score', ranked.score,
        'players', ranked.players,
        'rank', ranked.rank
    ) || case
        when ranked.previous_rank is null then '{}' else jsonb_build_object('previous_rank', ranked.previous_rank)
    end order by ranked.rank, ranked.number), '[]')
    from (
        select
            scored.*,
            rank() over (order by scored.score desc) as rank,
            case
                when scored.previous_score is not null
                    and max(scored.previous_score) over () > min(scored.previous_score) over ()
                then rank() over (order by scored.previous_score desc nulls last)
            end as previous_rank
        from (
            select
                t.number, t.name, count(p.id) as players,
                coalesce(round(avg(p.score)), 0)::bigint as score,
                round(avg(p.previous_score)) as previous_score
            from core.teams as t
            left join core.players as p on p.room_id = t.room_id and p.team = t.number and p.kicked_at is null
            where t.room_id = team_board.room_id
            group by t.number, t.name
        ) as scored
    ) as ranked;
$$;

comment on function core.team_board is
'The teams of a room by rank. A team''s score is the mean of its players'' scores, so a large team has no advantage.
previous_rank is as in core.leaderboard.';
