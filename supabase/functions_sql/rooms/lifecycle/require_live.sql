create or replace function core.require_live(room core.rooms) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    perform core.require_not_ended(room);
    if room.mode = 'assigned' then
        perform core.fail(409, 'assigned_game', 'In this room every player answers at their own pace.');
    end if;
end;
$$;

comment on function core.require_live is
'Refuses an ended room and an assigned game, whose players have clocks of their own. PT409 room_ended, assigned_game.';
