create or replace function core.dismiss_silent_players(
    room_id uuid default null,    -- null: all rooms
    spared uuid default null      -- a player who is sending a heartbeat
) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    heard_before timestamptz := clock_timestamp() - core.setting('live.silence_ms') * interval '1 ms';
    silent uuid[];
    connections integer[];
begin
    silent := array(
        select p.id
        from core.rooms as r
        inner join core.players as p on p.room_id = r.id
        where r.state <> 'ended' and r.mode = 'live'
            and (dismiss_silent_players.room_id is null or r.id = dismiss_silent_players.room_id)
            and p.topic_key is not null and p.left_at is null and p.heard_at < heard_before
            and p.id is distinct from spared
    );
    if silent = '{}' then
        return;
    end if;

    perform
    from core.rooms as r
    where r.id in (select p.room_id from core.players as p where p.id = any (silent))
    order by r.code   -- the order of core.call_many
    for update;
    -- They are locked only now, and some have been heard meanwhile
    select array_agg(locked.id), array_agg(locked.connection) into silent, connections
    from (
        select p.id, p.connection
        from core.players as p
        where p.id = any (silent) and p.left_at is null and p.heard_at < heard_before
        order by p.id
        for update
    ) as locked;
    if silent is not null then
        perform core.player_disconnected(silent, connections);
    end if;
end;
$$;

comment on function core.dismiss_silent_players is
'Marks players as away who play without a connection and have sent no heartbeat for live.silence_ms. Questions stop
waiting for them at that moment in any case (core.waits_ms). Heartbeats call this for their room, and relays for all.';

revoke execute on function core.dismiss_silent_players from public;
grant execute on function core.dismiss_silent_players to authenticator;
