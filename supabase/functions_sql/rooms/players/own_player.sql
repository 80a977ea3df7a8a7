create or replace function core.own_player(player_id uuid) returns core.players
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    player core.players;
begin
    -- lock the room before the player's row, as public.kick_player does; from here on the room does not change
    perform pg_advisory_xact_lock_shared(core.room_lock_key(p.room_id))
    from core.players as p
    where p.id = own_player.player_id;
    select p.* into player
    from core.players as p
    where p.id = own_player.player_id
    for no key update;
    perform core.require_not_kicked(player);
    return player;
end;
$$;

comment on function core.own_player is
'The row of a player of an assigned game, locked. The room does not change until the transaction ends
(core.stop_intake). PT403 kicked.';
