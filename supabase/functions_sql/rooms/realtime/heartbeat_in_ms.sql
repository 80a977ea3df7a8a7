create or replace function core.heartbeat_in_ms(due_in_ms integer, spread_ms integer) returns integer
language sql volatile
set search_path = pg_catalog, pg_temp
as $$
    select least(
        core.setting('live.heartbeat_ms'),
        due_in_ms + greatest(floor(random() * spread_ms), 100 - due_in_ms)
    )::integer;
$$;

comment on function core.heartbeat_in_ms is
'In how many ms a client is to send its next heartbeat: when the room goes on by itself (core.due_in_ms), plus a random
part of spread_ms, so that not all come at once; at least 100 ms and at most live.heartbeat_ms from now.';
