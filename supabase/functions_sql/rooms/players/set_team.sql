create or replace function public.set_team(room_code text, player_id uuid, team integer) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.hosted_room(room_code);
    player core.players := core.player_in(room, player_id);
begin
    perform core.require_not_ended(room);
    if not exists (select from core.teams as t where t.room_id = room.id and t.number = set_team.team) then
        perform core.fail(422, 'bad_team', 'This room has no such team. Choose one that it lists.');
    end if;
    if player.team is distinct from set_team.team then
        update core.players as p
        set team = set_team.team
        where p.id = player.id
        returning p.* into player;

        perform core.append_event(
            room.id, 'player.team', core.player_view(player), core.announcement_audience(room.id)
        );
    end if;
    return core.room_snapshot(room.id);
end;
$$;

comment on function public.set_team is
'Moves a player to another team; their points go with them. Returns the room. PT404 player_not_found, PT403
not_the_host, PT409 room_ended, PT422 bad_team.';

revoke execute on function public.set_team from public, anon;
grant execute on function public.set_team to authenticated;
