create or replace function public.end_room(room_code text) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.hosted_room(room_code);
begin
    if room.state <> 'ended' then
        perform core.finish_room(room);
    end if;
    return core.room_snapshot(room.id);
end;
$$;

comment on function public.end_room is
'Ends the game; an open question is closed and scored first. Ending twice is no error. Returns the room. PT403
not_the_host.';

revoke execute on function public.end_room from public, anon;
grant execute on function public.end_room to authenticated;
