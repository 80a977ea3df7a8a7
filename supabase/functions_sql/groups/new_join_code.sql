create or replace function core.new_join_code() returns text
language sql volatile
set search_path = pg_catalog, pg_temp
as $$
    select core.new_room_code() || right(core.new_room_code(), 4);
$$;

comment on function core.new_join_code is
'A random code with which people join a group: ten of the characters of room codes. It stays valid for months, so it is
longer than a room''s.';
