create or replace function core.use_realtime(room core.rooms) returns boolean
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    if not core.has_realtime() then
        return false;
    end if;
    if not room.on_realtime then
        update core.rooms as r
        set on_realtime = true
        where r.id = room.id and not r.on_realtime;
    end if;
    return true;
end;
$$;

comment on function core.use_realtime is
'Notes that somebody enters a room by rpc() and not over a relay, so that its events go out by Realtime from now on.
Returns whether the database has Realtime. It takes the lock of the room that every event takes: an event commits either
before this, and the welcome that follows has its effect, or after it, and is sent. Rooms that are played over
WebSockets alone are never marked.';
