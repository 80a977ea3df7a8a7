create or replace function public.host_heartbeat(
    room_code text,
    since bigint default null      -- seq of the last heartbeat, or of the welcome
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.room_of(room_code);
    look core.room_looks;
    news jsonb;
begin
    perform core.require_host(room);
    look := core.look_at_room(room);
    perform core.note_hosts(array[room.id]);
    news := core.heartbeat_events(room.id, since, 'host');
    return (news - 'more') || jsonb_build_object(
        'progress', look.progress,
        'heartbeat_in_ms', core.heartbeat_in_ms(
            case when (news -> 'more')::boolean then 0 else core.ms_until(look.due_at) end, 0
        )
    );
end;
$$;

comment on function public.host_heartbeat is
'Says that a host who has no WebSocket is still there, and does what is due in the room by the database''s clock.
Returns {"seq", "events", "progress", "heartbeat_in_ms"}: the events after `since`, the `since` of the next call, how
many have answered the open question (null: none is open), and when to call this again. The count may be a second old.
PT403 not_the_host.';

revoke execute on function public.host_heartbeat from public, anon;
grant execute on function public.host_heartbeat to authenticated;
