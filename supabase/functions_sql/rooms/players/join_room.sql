create or replace function public.join_room(
    room_code text,
    username text default null,    -- the nickname of a new player; null: the caller's display name
    resume text default null,      -- the token of a player who comes back
    since bigint default null,     -- seq of the last event that the client has
    avatar text default null,      -- seed of a picture
    team integer default null      -- number of the team that the player would like
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    entered jsonb;
begin
    perform core.require_calls_left('joins', core.calling_network());
    entered := core.enter_room(room_code, username, resume, since, avatar, team, connected => false);
    perform core.count_call('joins', core.calling_network());   -- last: its row is locked, and the room was waited for
    return entered;
end;
$$;

comment on function public.join_room is
'Enters a room without a connection: as a new player under a nickname, or as the same player with the resume token or
from the same account. Returns {"room_id", "connection", "welcome", "events"}: the number of this connection of the
player, the room as it is now with the token in resume, and the newest live.missed_events events after `since`. A live
game is joined over its WebSocket or, where the database has Realtime, with this function: then there are also
"topics" and "heartbeat_in_ms", and the player is present as long as they call player_heartbeat. PT404 room_not_found,
PT403 unknown_resume, kicked, PT409 connection_needed, room_ended, room_locked, room_full, nickname_taken, PT422
bad_nickname, nickname_required, blocked_nickname, bad_avatar, bad_team.';

revoke execute on function public.join_room from public;
grant execute on function public.join_room to anon, authenticated;
