create or replace function core.room_lock_key(room_id uuid) returns bigint
language sql immutable parallel safe
return uuid_hash_extended(room_id, 0);

comment on function core.room_lock_key is $$
The key of the advisory lock of a room's intake. Batches of answers hold the lock shared; a function that stops or moves
the clock holds it exclusively.
> select core.room_lock_key('6f1c2b1e-0000-4000-8000-000000000001')
4432807142335733430
$$;
