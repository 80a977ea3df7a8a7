create or replace function public.validate_room(room_code text) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.room_of(room_code);
begin
    perform core.require_calls_left('room_codes', core.calling_network());
    if room.id is null then
        perform core.count_call('room_codes', core.calling_network());
    end if;
    return jsonb_build_object(
        'room_code', core.canonical_code(room_code),
        'valid', coalesce(room.state <> 'ended' and room.expires_at > now(), false),
        'state', room.state,
        'locked', room.locked,
        'players', core.player_count(room.id),
        'title', room.title,
        'mode', room.mode,
        'team_mode', room.team_mode,
        'teams', coalesce(core.team_list(room.id), '[]'),
        'next_room_code', (select n.code from core.rooms as n where n.id = room.next_room_id)
    );
end;
$$;

comment on function public.validate_room is
'Tells somebody who wants to join a room whether its game has not ended yet (valid), and what they need to know:
{"room_code", "valid", "state", "locked", "players", "title", "mode", "team_mode", "teams", "next_room_code"}. An
unknown code is no error: valid is false. Such a guess is counted, so PostgREST takes this call by POST only.
next_room_code is the code of the room in which the same players play again.';

revoke execute on function public.validate_room from public;
grant execute on function public.validate_room to anon, authenticated;
