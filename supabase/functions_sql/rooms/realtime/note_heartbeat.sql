create or replace function core.note_heartbeat(room core.rooms, player core.players) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    if player.left_at is null and player.heard_at > clock_timestamp() - interval '1 s' then
        return;   -- so that many heartbeats at once are not many writes
    end if;
    update core.players as p
    set heard_at = clock_timestamp()
    where p.id = player.id and p.connection = player.connection and p.left_at is null;
    if found then
        return;
    end if;

    room := core.locked_room(room.code);
    update core.players as p
    set heard_at = clock_timestamp(), left_at = null
    where p.id = player.id and p.connection = player.connection and p.kicked_at is null and room.state <> 'ended';
    if found then
        perform core.append_event(
            room.id, 'player.joined', core.player_view(player), core.announcement_audience(room.id)
        );
    end if;
end;
$$;

comment on function core.note_heartbeat is
'Notes that a player without a connection is there. One who was away is present again, which everybody receives.';
