create or replace function core.shared_room(room_code text) returns core.rooms
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    perform
    from core.rooms as r
    where r.code = (select core.canonical_code(room_code))
    for share;
    return core.room_of(room_code);
end;
$$;

comment on function core.shared_room is
'The room of this code, protected from changes until the transaction ends, so that its seq matches its state. Null if
there is none.';
