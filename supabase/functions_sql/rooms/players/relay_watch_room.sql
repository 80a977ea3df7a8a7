create or replace function core.relay_watch_room(
    room_code text,
    since bigint default null,
    on_phone boolean default false   -- true: as a spectator; false: as the projector
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.room_of(room_code);
    role text := case when on_phone then 'spectator' else 'projector' end;
begin
    if room.id is null then
        return core.refuse_room_code();
    end if;
    room := core.shared_room(room_code);
    return jsonb_build_object(
        'room_id', room.id,
        'welcome', core.room_view(room.id, role) || jsonb_build_object('players', core.player_list(room.id, false)),
        'events', core.missed_events(room.id, since, role)
    );
end;
$$;

comment on function core.relay_watch_room is
'public.watch_room for somebody whose messages a relay sends, so that Realtime need not send them.';

revoke execute on function core.relay_watch_room from public;
grant execute on function core.relay_watch_room to authenticator;
