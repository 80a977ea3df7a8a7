create or replace function core.tell_hosts(room_id uuid) returns void
language plpgsql
set search_path = ''
as $$
declare
    room core.rooms;
begin
    select r.* into room from core.rooms as r where r.id = tell_hosts.room_id;
    if room.state <> 'ended' then
        perform core.append_event(room.id, 'room.hosts', jsonb_build_object('hosts', core.host_list(room)), 'host');
    end if;
end;
$$;

comment on function core.tell_hosts is
'Tells the hosts of a locked room who they are now. Relays let go of the connections of whoever is none any more.';
