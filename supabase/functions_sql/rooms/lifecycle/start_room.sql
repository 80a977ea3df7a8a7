create or replace function public.start_room(room_code text) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.hosted_room(room_code);
begin
    perform core.require_live(room);
    if room.state <> 'lobby' or room.announced > 0 then
        perform core.fail(409, 'already_started', 'This game has started already.');
    end if;
    perform core.go_on(room, false);
    return core.room_snapshot(room.id);
end;
$$;

comment on function public.start_room is
'Opens the first question, or announces it if it has pictures. Returns the room. PT403 not_the_host, PT409
already_started, room_ended, assigned_game.';

revoke execute on function public.start_room from public, anon;
grant execute on function public.start_room to authenticated;
