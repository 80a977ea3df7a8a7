create or replace function public.set_extra_time(room_code text, player_id uuid, factor numeric) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.hosted_room(room_code);
    player core.players := core.player_in(room, player_id);
begin
    perform core.require_not_ended(room);
    if factor is null or factor not between 1 and 10 then
        perform core.fail(422, 'bad_factor', 'The factor must be from 1 to 10.');
    end if;
    if player.time_factor <> round(factor, 2) then
        update core.players as p
        set time_factor = round(factor, 2)
        where p.id = player.id;

        perform core.append_event(room.id, 'player.time', jsonb_build_object(
            'player_id', player.id, 'time_factor', trim_scale(round(factor, 2))
        ), 'player', player.id);
    end if;
    return core.room_snapshot(room.id);
end;
$$;

comment on function public.set_extra_time is
'Gives a player more time for every question, the open one included: a factor of 1.5 gives 50 % more time. Points for
speed are computed with that time, and questions wait for the player. Other players are not informed. Returns the room.
PT404 player_not_found, PT403 not_the_host, PT409 room_ended, PT422 bad_factor.';

revoke execute on function public.set_extra_time from public, anon;
grant execute on function public.set_extra_time to authenticated;
