create or replace function core.player_in(room core.rooms, player_id uuid) returns core.players
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    player core.players;
begin
    select p.* into player
    from core.players as p
    where p.room_id = room.id and p.id = player_in.player_id;
    if not found then
        perform core.fail(404, 'player_not_found', 'There is no such player in this room.');
    end if;
    return player;
end;
$$;

comment on function core.player_in is 'The player of this id in this room, kicked or not. PT404 player_not_found.';
