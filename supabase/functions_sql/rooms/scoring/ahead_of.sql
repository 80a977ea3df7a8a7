create or replace function core.ahead_of(player core.players) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object('nickname', p.nickname, 'points', p.score - player.score)
    from core.players as p
    inner join core.rooms as r on r.id = p.room_id
    where p.room_id = player.room_id and p.kicked_at is null and p.score > player.score and r.leaderboard_shown
    order by p.score, p.joined_at, p.id
    limit 1;
$$;

comment on function core.ahead_of is
'Who is one place ahead of a player, and by how many points: {"nickname", "points"}. Of several with that score, who
joined first. Null for the best, and while the leaderboard is not shown.';
