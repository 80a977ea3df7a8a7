create or replace function core.refuse_room_code() returns jsonb
language sql
set search_path = pg_catalog, pg_temp
as $$
    select core.refuse_guess(404, 'room_not_found', 'There is no room with this code.');
$$;

comment on function core.refuse_room_code is 'Refuses a room code that no room has. PT404 room_not_found.';
