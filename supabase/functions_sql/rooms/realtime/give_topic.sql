create or replace function core.give_topic(player core.players, mode core.room_mode) returns core.players
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    update core.players as p
    set topic_key = replace(gen_random_uuid()::text, '-', ''),
        heard_at = case when mode = 'live' then clock_timestamp() end,
        realtime_during = tstzrange(coalesce(lower(p.realtime_during), clock_timestamp()), null)
    where p.id = player.id
    returning p.* into player;
    return player;
end;
$$;

comment on function core.give_topic is
'Gives a player who joins without a connection a Realtime topic of their own, in place of any older one, and in a live
game counts them as present until they fall silent. Returns the new row.';
