create or replace function core.enter_room(
    room_code text,
    username text,
    resume text,
    since bigint,
    avatar text,
    team integer,
    connected boolean   -- over a connection whose end is passed to core.player_disconnected
) returns jsonb
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.room_of(room_code);
    token text := resume;
    player core.players;
    was_away boolean := false;
    caller uuid := core.caller_id();
    by_realtime boolean := not connected and core.use_realtime(room);
begin
    if resume is null then   -- whoever has a token has not guessed the code
        perform core.require_calls_left('room_codes', core.calling_network());
    end if;
    if room.id is null then
        return core.refuse_room_code();
    end if;
    room := core.locked_room(room_code);
    if resume is not null then
        player := core.player_by_token(room, resume);
        if player.id is null then
            return core.refuse_resume(room);
        end if;
    elsif caller is not null then
        select p.* into player
        from core.players as p
        where p.room_id = room.id and p.user_id = caller;
    end if;
    perform core.require_not_kicked(player);
    if room.mode = 'live' and not connected and not by_realtime then
        -- nothing would say that they have gone, so every question would wait out its time for them
        perform core.fail(409, 'connection_needed', 'This game is played live. Join it over its WebSocket.');
    end if;

    if player.id is null then
        token := core.new_resume_token();
        player := core.add_player(room, username, token, avatar, team);
        was_away := true;
    else
        was_away := player.left_at is not null;
        token := coalesce(token, core.new_resume_token());
        update core.players as p
        set left_at = null, connection = p.connection + 1, resume_hash = sha256(convert_to(token, 'UTF8')),
            heard_at = null, topic_key = null,
            realtime_during = p.realtime_during * tstzrange(null, clock_timestamp())
        where p.id = player.id
        returning p.* into player;
    end if;
    if by_realtime then
        player := core.give_topic(player, room.mode);
    end if;
    if was_away and room.state <> 'ended' then
        perform core.append_event(
            room.id, 'player.joined', core.player_view(player), core.announcement_audience(room.id)
        );
    end if;

    return jsonb_build_object(
        'room_id', room.id,
        'connection', player.connection,
        'welcome', core.player_welcome(player) || jsonb_build_object('resume', token),
        'events', core.missed_events(room.id, since, 'player', player.id)
    ) || case
        when by_realtime then core.realtime_entrance(
            core.room_topic(room.code, 'spectator'), core.room_topic(room.code, 'player', player.topic_key)
        )
        else '{}'
    end;
end;
$$;

comment on function core.enter_room is
'What public.join_room and core.relay_join_room do, with their arguments and errors.';
