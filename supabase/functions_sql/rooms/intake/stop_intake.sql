create or replace function core.stop_intake(room core.rooms) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    perform pg_advisory_xact_lock(core.room_lock_key(room.id));
end;
$$;

comment on function core.stop_intake is
'Waits for the batches of answers that are being written to this room, and keeps further batches out until the
transaction ends. The next statement sees everything that was accepted. The lock on the room''s row must be taken
before, so that there is no deadlock.';
