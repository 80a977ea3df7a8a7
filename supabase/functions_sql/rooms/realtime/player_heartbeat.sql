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
    look core.room_looks;
    news jsonb;
    due_in_ms integer;
    spread_ms integer := 1000;
begin
    if player.id is null then
        return core.refuse_resume(room);
    end if;
    if player.connection is distinct from player_heartbeat.connection then
        perform core.fail(
            409, 'replaced', 'You are playing this game on another device. Go on there, or join again here.'
        );
    end if;
    perform core.require_heartbeat_left(player);
    -- The row of the player is locked after that of the room, as by all who change players.
    look := core.look_at_room(room, player.id);
    perform core.note_heartbeat(room, player);
    news := core.heartbeat_events(room.id, since, 'player', player.id);
    due_in_ms := core.ms_until(look.due_at);
    if exists (
        select from core.live_answers as a
        where a.room_id = room.id and a.number = room.question_number and a.player_id = player.id
            and a.received_at > look.looked_at
    ) then
        due_in_ms := least(due_in_ms, core.ms_until(look.looked_at + interval '1 s'));
        spread_ms := 300;
    end if;
    if (news -> 'more')::boolean then
        due_in_ms := 0;
    end if;
    return (news - 'more') || jsonb_build_object('heartbeat_in_ms', core.heartbeat_in_ms(due_in_ms, spread_ms));
end;
$$;

comment on function public.player_heartbeat is
'Says that a player who has no WebSocket is still there; one who counted as away is present again. Also does what is
due in the room by the database''s clock, so a room needs no relay. Returns {"seq", "events", "heartbeat_in_ms"}: the
events after `since`, some of which the client may have missed, the `since` of the next call, and when to make it.
Questions do not wait for players who are silent for live.silence_ms. PT404 room_not_found, PT403 unknown_resume,
kicked, PT409 replaced, PT429 too_many_heartbeats.';

revoke execute on function public.player_heartbeat from public;
grant execute on function public.player_heartbeat to anon, authenticated;
