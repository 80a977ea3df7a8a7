create or replace function public.host_room(room_code text, since bigint default null) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.room_of(room_code);
    by_realtime boolean;
begin
    perform core.require_host(room);
    by_realtime := core.use_realtime(room);   -- before the room is locked for its readers
    return core.relay_host_room(room_code, since)
        || case when by_realtime then core.realtime_entrance(core.room_topic(room.code, 'host')) else '{}' end;
end;
$$;

comment on function public.host_room is
'Lets a host enter a room, from any number of devices. Returns {"room_id", "user_id", "welcome", "events"}: the room as
it is now with all players, and the newest live.missed_events events after `since`; where the database has Realtime,
also "topics" and "heartbeat_in_ms": where its messages come, and when to call host_heartbeat. Hosts do not receive
answer keys early. PT403 not_the_host.';

revoke execute on function public.host_room from public, anon;
grant execute on function public.host_room to authenticated;
