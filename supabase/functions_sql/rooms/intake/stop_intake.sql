create or replace function core.stop_intake(room core.rooms) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    perform pg_advisory_xact_lock(core.room_lock_key(room.id));
end;
$$;

comment on function core.stop_intake is
'Waits for the batches of answers that are on their way into this room, and keeps others out until the transaction
ends. The next statement sees all that was accepted. Always taken after the lock on the room''s row, so that there is
no deadlock.';
