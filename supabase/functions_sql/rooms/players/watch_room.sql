create or replace function public.watch_room(
    room_code text,
    since bigint default null,       -- seq of the call before, or of the welcome
    on_phone boolean default false   -- true: as a spectator; false: as the projector
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.room_of(room_code);
    role text := case when on_phone then 'spectator' else 'projector' end;
    by_realtime boolean;
    watched jsonb;
begin
    perform core.require_calls_left('room_codes', core.calling_network());
    if room.id is null then
        return core.refuse_room_code();
    end if;
    by_realtime := core.use_realtime(room);   -- before the room is locked for its readers
    watched := core.relay_watch_room(room_code, null, on_phone)
        || (core.heartbeat_events(room.id, since, role) - 'more');
    perform core.count_call('joins', core.calling_network());
    return watched
        || case when by_realtime then core.realtime_entrance(core.room_topic(room.code, role)) else '{}' end;
end;
$$;

comment on function public.watch_room is
'Enters a room as its projector or as a spectator, who receives the events for everyone and is not a player. Returns
{"room_id", "welcome", "seq", "events"}: the room as it is now, and at most live.heartbeat_events events after `since`,
of which seq is the newest; if that is less than the seq of the welcome, a call with it returns those after it. Where
the database has Realtime, also "topics": where its messages come. PT404 room_not_found.';

revoke execute on function public.watch_room from public;
grant execute on function public.watch_room to anon, authenticated;
