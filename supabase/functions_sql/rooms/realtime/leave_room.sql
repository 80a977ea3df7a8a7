create or replace function public.leave_room(
    room_code text,
    resume text,
    connection integer   -- as join_room returned it
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.find_room(room_code);
    player core.players := core.player_by_token(room, resume);
begin
    return jsonb_build_object(
        'left', core.player_disconnected(array[player.id], array[connection]) <> '[]'
    );
end;
$$;

comment on function public.leave_room is
'A player who has no WebSocket leaves for now; join_room with the resume token brings them back. Returns {"left"}: false
if they were away already or play on another device. PT404 room_not_found, PT403 unknown_resume, kicked.';

revoke execute on function public.leave_room from public;
grant execute on function public.leave_room to anon, authenticated;
