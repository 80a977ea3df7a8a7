create or replace function core.leaderboard(
    room_id uuid,
    size bigint default core.setting('live.leaderboard_size')   -- null: everybody
) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_agg(jsonb_build_object(
        'player_id', best.id,
        'nickname', best.nickname,
        'avatar', best.avatar,
        'score', best.score,
        'rank', best.rank,
        'streak', best.streak
    )
    || case when best.team is null then '{}' else jsonb_build_object('team', best.team) end
    || case when best.previous_rank is null then '{}' else jsonb_build_object('previous_rank', best.previous_rank) end
    order by best.rank, best.joined_at, best.id), '[]')
    from (
        select
            p.id, p.nickname, p.avatar, p.team, p.score, p.streak, p.joined_at,
            rank() over (order by p.score desc) as rank,
            case
                when p.previous_score is not null
                    and max(p.previous_score) over () > min(p.previous_score) over ()
                then rank() over (order by p.previous_score desc nulls last)
            end as previous_rank
        from core.players as p
        where p.room_id = leaderboard.room_id and p.kicked_at is null
        order by rank, p.joined_at, p.id
        limit leaderboard.size
    ) as best;
$$;

comment on function core.leaderboard is
'The best players of a room as a list. Equal scores share a rank, and the ranks after them are skipped. Kicked players
are left out. previous_rank is that before the newest question that was marked; it is left out for who came later, and
while all had the same score.';
