create or replace function core.require_question(room core.rooms) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    perform core.require_live(room);
    if room.state not in ('open', 'paused') then
        perform core.fail(409, 'no_open_question', 'No question is open in this room.');
    end if;
end;
$$;

comment on function core.require_question is
'Refuses a room in which no question is open or paused. PT409 no_open_question, room_ended, assigned_game.';
