create or replace function public.kick_player(room_code text, player_id uuid) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.hosted_room(room_code);
    player core.players;
    view jsonb;
begin
    perform core.require_not_ended(room);
    player := core.player_in(room, player_id);
    if player.kicked_at is null then
        update core.players as p
        set kicked_at = clock_timestamp(), left_at = coalesce(p.left_at, clock_timestamp())
        where p.id = player.id;

        view := core.player_view(player);
        perform core.append_event(room.id, 'kicked', view, 'player', player.id);
        perform core.append_event(
            room.id, 'player.left', view || '{"kicked": true}', core.announcement_audience(room.id)
        );
    end if;
    return core.room_snapshot(room.id);
end;
$$;

comment on function public.kick_player is
'Removes a player and bans them from this room: they can''t come back by their token or account, nor under this nickname
or one that looks like it, and their answers no longer count. Returns the room. PT404 player_not_found, PT403
not_the_host, PT409 room_ended.';

revoke execute on function public.kick_player from public, anon;
grant execute on function public.kick_player to authenticated;
