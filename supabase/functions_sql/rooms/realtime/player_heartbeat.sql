create or replace function public.player_heartbeat(
    room_code text,
    resume text,
    connection integer,            -- as join_room returned it
    since bigint default null      -- seq of the last heartbeat, or of the welcome
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.room_of(room_code);
    player core.players := core.player_by_token(room, resume);
    due_in_ms integer;
begin
    if player.id is null then
        return core.refuse_resume(room);
    end if;
    if player.connection is distinct from player_heartbeat.connection then
        perform core.fail(409, 'replaced', 'You are playing this game on another device.');
    end if;
    -- The row of the player is locked after that of the room, as by all who change players.
    due_in_ms := core.step_clock(room);
    perform core.dismiss_silent_players(room.id, player.id);
    if player.heard_at is not null then
        perform core.note_heartbeat(room, player);
    end if;
    return jsonb_build_object(
        'seq', (select r.seq from core.rooms as r where r.id = room.id),
        'events', core.event_messages(room.id, since, 'player', player.id),
        'heartbeat_in_ms', core.heartbeat_in_ms(due_in_ms, 1000)
    );
end;
$$;

comment on function public.player_heartbeat is
'Says that a player who has no WebSocket is still there; one who counted as away is present again. Also does what is
due in the room by the database''s clock, so a room needs no relay. Returns {"seq", "events", "heartbeat_in_ms"}: the
events after `since`, some of which the client may have missed, the `since` of the next call, and when to make it.
Questions do not wait for players who are silent for live.silence_ms. PT404 room_not_found, PT403 unknown_resume,
kicked, PT409 replaced.';

revoke execute on function public.player_heartbeat from public;
grant execute on function public.player_heartbeat to anon, authenticated;
