create or replace function core.require_room_left(host_id uuid) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    alive bigint;
    own bigint;
begin
    -- otherwise two transactions could each take the last free room
    perform pg_advisory_xact_lock(hashtextextended('core.rooms', 0));
    select count(*), count(*) filter (where r.host_id = require_room_left.host_id) into alive, own
    from core.rooms as r
    where r.state <> 'ended' and r.expires_at > now();

    if own >= core.setting('live.max_rooms_per_host') then
        perform core.fail(429, 'too_many_rooms', 'You have too many rooms open. End one first.');
    end if;
    if alive >= core.setting('live.max_rooms') then
        perform core.fail(503, 'no_room_left', 'This server has as many open rooms as it allows. Try again later.');
    end if;
end;
$$;

comment on function core.require_room_left is
'Refuses another room if the host or the server has as many open rooms as the limits allow. PT429 too_many_rooms, PT503
no_room_left.';
