create or replace function core.relay_host_room(room_code text, since bigint default null) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.room_of(room_code);
begin
    perform core.require_host(room);
    room := core.shared_room(room_code);
    perform core.note_hosts(array[room.id]);
    return jsonb_build_object(
        'room_id', room.id,
        'user_id', core.caller_id(),
        'welcome', core.room_view(room.id, 'host') || jsonb_build_object(
            'players', core.player_list(room.id, true), 'owner', room.host_id = core.caller_id()
        ),
        'events', core.missed_events(room.id, since, 'host')
    );
end;
$$;

comment on function core.relay_host_room is
'public.host_room for a host whose messages a relay sends, so that Realtime need not send them.';

revoke execute on function core.relay_host_room from public;
grant execute on function core.relay_host_room to authenticator;
