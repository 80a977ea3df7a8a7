create or replace function public.join_room(
    room_code text,
    username text default null,    -- the nickname of a new player; null: the caller's display name
    resume text default null,      -- the token of a player who comes back
    since bigint default null,     -- seq of the last event that the client has
    avatar text default null,      -- seed of a picture
    team integer default null,     -- number of the team that the player would like
    connected boolean default false   -- whether core.player_disconnected is called when they disconnect
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.locked_room(room_code);
    token text := resume;
    player core.players;
    was_away boolean := false;
begin
    if room.mode = 'live' and not coalesce(connected, false) then   -- each question would wait its full time for them
        perform core.fail(409, 'connection_needed', 'This game is played live. Join it over its WebSocket.');
    end if;
    if resume is not null then
        player := core.player_by_token(room, resume);
    elsif auth.uid() is not null then
        select p.* into player
        from core.players as p
        where p.room_id = room.id and p.user_id = auth.uid();
    end if;
    perform core.require_not_kicked(player);

    if player.id is null then
        token := core.new_resume_token();
        player := core.add_player(room, username, token, avatar, team);
        was_away := true;
    else
        was_away := player.left_at is not null;
        token := coalesce(token, core.new_resume_token());
        update core.players as p
        set left_at = null, connection = p.connection + 1, resume_hash = sha256(convert_to(token, 'UTF8'))
        where p.id = player.id
        returning p.* into player;
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
        'events', case
            when since is null then '[]'
            else core.event_messages(room.id, since, 'player', player.id)
        end
    );
end;
$$;

comment on function public.join_room is
'Enters a room as a new player under a nickname, or as the same player with the resume token or from the same account.
Returns the room as it is now (welcome, with the token in resume), the events after `since`, and in connection the
number of this connection of the player, which core.player_disconnected takes. PT404 room_not_found, PT403
unknown_resume, kicked, PT409 connection_needed, room_ended, room_locked, room_full, nickname_taken, PT422 bad_nickname,
nickname_required, blocked_nickname, bad_avatar, bad_team.';

revoke execute on function public.join_room from public;
grant execute on function public.join_room to anon, authenticated;
