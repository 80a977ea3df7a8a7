create or replace function core.room_of(room_code text) returns core.rooms
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select r.*
    from core.rooms as r
    where r.code = (select core.canonical_code(room_code));
$$;

comment on function core.room_of is 'The room of this code, however it is written; null if there is none.';
