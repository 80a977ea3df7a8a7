create or replace function public.host_heartbeat(
    room_code text,
    since bigint default null      -- seq of the last heartbeat, or of the welcome
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.room_of(room_code);
    due_in_ms integer;
begin
    perform core.require_host(room);
    due_in_ms := core.step_clock(room);
    perform core.dismiss_silent_players(room.id);
    perform core.note_hosts(array[room.id]);
    return jsonb_build_object(
        'seq', (select r.seq from core.rooms as r where r.id = room.id),
        'events', core.event_messages(room.id, since, 'host'),
        'progress', (
            select jsonb_build_object(
                'type', 'progress',
                'question', counted.value -> 'number',
                'answered', counted.value -> 'answered',
                'players', counted.value -> 'players'
            )
            from jsonb_array_elements(core.room_progress(array[room.id])) as counted
        ),
        'heartbeat_in_ms', core.heartbeat_in_ms(due_in_ms, 0)
    );
end;
$$;

comment on function public.host_heartbeat is
'Says that a host who has no WebSocket is still there, and does what is due in the room by the database''s clock.
Returns {"seq", "events", "progress", "heartbeat_in_ms"}: the events after `since`, the `since` of the next call, how
many have answered the open question (null: none is open), and when to call this again. PT403 not_the_host.';

revoke execute on function public.host_heartbeat from public, anon;
grant execute on function public.host_heartbeat to authenticated;
