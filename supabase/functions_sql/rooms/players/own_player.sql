create or replace function core.own_player(player_id uuid) returns core.players
language plpgsql
set search_path = ''
as $$
declare
    player core.players;
begin
    -- before the player's row, as who removes a player does; and what is read of the room after this does not change any more
    perform pg_advisory_xact_lock_shared(core.room_lock_key(p.room_id))
    from core.players as p
    where p.id = own_player.player_id;
    select p.* into player
    from core.players as p
    where p.id = own_player.player_id
    for no key update;
    if player.kicked_at is not null then
        perform core.fail(403, 'kicked', 'The host has removed you from this room.');
    end if;
    return player;
end;
$$;

comment on function core.own_player is
'A player who goes on at their own pace, locked; their room is not changed meanwhile (core.stop_intake). PT403 kicked.';
