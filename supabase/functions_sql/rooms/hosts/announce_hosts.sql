create or replace function core.announce_hosts(room_id uuid) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms;
begin
    select r.* into room from core.rooms as r where r.id = announce_hosts.room_id;
    if room.state <> 'ended' then
        perform core.append_event(room.id, 'room.hosts', jsonb_build_object('hosts', core.host_list(room)), 'host');
    end if;
end;
$$;

comment on function core.announce_hosts is
'Sends the list of hosts to the hosts of a locked room. Relays then disconnect former hosts.';
