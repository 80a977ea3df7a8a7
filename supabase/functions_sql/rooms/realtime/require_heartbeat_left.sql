create or replace function core.require_heartbeat_left(player core.players) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    if player.heartbeats_until
        > clock_timestamp() + (core.setting('live.heartbeat_burst') - 1) * interval '1 s' then
        perform core.fail(
            429, 'too_many_heartbeats',
            'Heartbeats come too fast. Send the next one after the “heartbeat_in_ms” of the last.'
        );
    end if;
end;
$$;

comment on function core.require_heartbeat_left is
'Refuses a heartbeat of a player who has sent live.heartbeat_burst of them and then more than one a second, before it
reads the room or writes anything. PT429 too_many_heartbeats.';
