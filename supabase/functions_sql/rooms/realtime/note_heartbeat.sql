create or replace function core.note_heartbeat(room core.rooms, player core.players) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    update core.players as p
    set heard_at = case when p.heard_at is not null then clock_timestamp() end,   -- null: not needed to be present
        heartbeats_until = greatest(p.heartbeats_until, clock_timestamp()) + interval '1 s'
    where p.id = player.id and p.connection = player.connection and (p.left_at is null or p.heard_at is null);
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
'Notes that a player without a connection is there, and counts the heartbeat (core.require_heartbeat_left). One who was
away is present again, which everybody receives.';
