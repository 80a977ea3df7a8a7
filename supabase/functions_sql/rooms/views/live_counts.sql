create or replace function core.live_counts() returns jsonb
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'active_rooms', count(distinct r.id), 'total_players', count(p.id),
        'max_rooms', core.setting('live.max_rooms'),
        'max_players_per_room', core.setting('live.max_players_per_room')
    )
    from core.rooms as r
    left join core.players as p on p.room_id = r.id and p.left_at is null and p.kicked_at is null
    where r.state <> 'ended' and r.expires_at > now();
$$;

comment on function core.live_counts is
'The number of rooms that are not over, the number of players present in them, and the limits of both.';

revoke execute on function core.live_counts from public;
grant execute on function core.live_counts to authenticator;
