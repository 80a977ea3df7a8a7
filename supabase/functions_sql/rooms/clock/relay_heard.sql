create or replace function core.relay_heard(alive_ms bigint) returns integer
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    moment timestamptz := clock_timestamp();
    began timestamptz := moment - alive_ms * interval '1 ms';
    silent_since timestamptz;
    room core.rooms;
    resumed integer := 0;
begin
    select w.heard_at into silent_since from core.relay_watch as w for update;
    update core.relay_watch as w set heard_at = moment;
    perform core.note_promotion();
    if began <= silent_since + core.setting('live.relay_silence_ms') * interval '1 ms' then
        return 0;   -- this relay, or another, was there: at most Postgres was away
    end if;
    for room in
        select r.*
        from core.rooms as r
        where r.state = 'open' and r.mode = 'live' and core.needs_relay(r)
        order by r.code   -- the order of core.call_many
        for update
    loop
        perform core.stop_intake(room);
        perform core.forgive_silence(room, silent_since, moment);
        resumed := resumed + 1;
    end loop;
    return resumed;
end;
$$;

comment on function core.relay_heard is
'Notes that a relay is there, which each calls every second. alive_ms: how long it has been. If this is the first one
after a time in which no relay was there, the clocks of all open questions are set back over that time, except in rooms
that need none and for players who were on Realtime (core.needs_relay, core.forgive_silence). Returns how many were.';

revoke execute on function core.relay_heard from public;
grant execute on function core.relay_heard to authenticator;
