create or replace function public.validate_room(room_code text) returns jsonb
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'room_code', given.code,
        'valid', coalesce(r.state <> 'ended' and r.expires_at > now(), false),
        'state', r.state,
        'locked', r.locked,
        'players', core.player_count(r.id),
        'title', r.title,
        'mode', r.mode,
        'team_mode', r.team_mode,
        'teams', coalesce(core.team_list(r.id), '[]'),
        'next_room_code', (select n.code from core.rooms as n where n.id = r.next_room_id)
    )
    from (select core.canonical_code(validate_room.room_code) as code) as given
    left join core.rooms as r on r.code = given.code;
$$;

comment on function public.validate_room is
'Tells somebody who wants to join a room whether its game has not ended yet (valid), and what they need to know:
{"room_code", "valid", "state", "locked", "players", "title", "mode", "team_mode", "teams", "next_room_code"}. An
unknown code is no error: valid is false. next_room_code is the code of the room in which the same players play again.';

revoke execute on function public.validate_room from public;
grant execute on function public.validate_room to anon, authenticated;
