create or replace function core.require_live(room core.rooms) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    perform core.require_not_ended(room);
    if room.mode = 'assigned' then
        perform core.fail(409, 'assigned_game', 'In this room everybody goes at their own pace.');
    end if;
end;
$$;

comment on function core.require_live is
'Refuses what needs the common clock of a live game. PT409 room_ended, assigned_game.';
