create or replace function core.require_not_ended(room core.rooms) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if room.state = 'ended' then
        perform core.fail(409, 'room_ended', 'This game has ended.');
    end if;
end;
$$;

comment on function core.require_not_ended is 'Refuses a room that has ended. PT409 room_ended.';
