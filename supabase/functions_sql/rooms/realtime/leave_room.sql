create or replace function public.leave_room(
    room_code text,
    resume text,
    connection integer   -- as join_room returned it
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.room_of(room_code);
    player core.players := core.player_by_token(room, resume);
    has_left boolean;
begin
    if player.id is null then
        return core.refuse_resume(room);
    end if;
    if connection is null then
        perform core.fail(422, 'missing_field', 'connection is missing.');
    end if;
    has_left := core.player_disconnected(array[player.id], array[connection]) <> '[]';
    if has_left then
        update core.players as p
        set connection = p.connection + 1   -- so that a heartbeat on its way does not bring the player back
        where p.id = player.id;
    end if;
    return jsonb_build_object('left', has_left);
end;
$$;

comment on function public.leave_room is
'A player who has no WebSocket leaves for now; join_room with the resume token brings them back. Returns {"left"}: false
if they were away already or play on another device. From then on, heartbeats of this connection are refused. PT404
room_not_found, PT403 unknown_resume, kicked, PT422 missing_field.';

revoke execute on function public.leave_room from public;
grant execute on function public.leave_room to anon, authenticated;
