create or replace function public.lock_room(room_code text, locked boolean) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.hosted_room(room_code);
begin
    perform core.require_not_ended(room);
    if lock_room.locked is null then
        perform core.fail(422, 'bad_locked', 'Say whether the room is to be locked: true or false.');
    end if;
    if room.locked <> lock_room.locked then
        update core.rooms as r
        set locked = lock_room.locked
        where r.id = room.id;

        perform core.append_event(room.id, 'room.locked', jsonb_build_object('locked', lock_room.locked), 'host');
    end if;
    return core.room_snapshot(room.id);
end;
$$;

comment on function public.lock_room is
'Keeps new players out of a room, or lets them in again; players who have joined can still come back. Returns the room.
PT403 not_the_host, PT409 room_ended, PT422 bad_locked.';

revoke execute on function public.lock_room from public, anon;
grant execute on function public.lock_room to authenticated;
