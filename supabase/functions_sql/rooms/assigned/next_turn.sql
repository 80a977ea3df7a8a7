create or replace function public.next_turn(room_code text, resume text) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.room_of(room_code);
    player core.players := core.player_by_token(room, resume);
begin
    if player.id is null then
        return core.refuse_resume(room);
    end if;
    return core.open_turn(player.id);
end;
$$;

comment on function public.next_turn is
'Opens the next question of a player in an assigned game and starts its clock. While that clock runs, returns the same
question again. Returns one message: turn.opened, or turn.finished after the last question. PT404 room_not_found, PT403
unknown_resume, kicked, PT409 not_assigned, room_ended.';

revoke execute on function public.next_turn from public;
grant execute on function public.next_turn to anon, authenticated;
