create or replace function core.step_clock(room core.rooms) returns integer
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    moment timestamptz := clock_timestamp();
begin
    if exists (
        select from core.relay_watch as w
        where w.heard_at < moment - core.setting('live.relay_silence_ms') * interval '1 ms'
            and w.heard_at > moment - core.setting('live.max_answer_age_ms') * interval '1 ms'
    ) and core.needs_relay(room) then
        return null;
    end if;
    return core.close_if_due(room.code) ->> 'due_in_ms';
end;
$$;

comment on function core.step_clock is
'Does what is due in a room for a heartbeat, and returns the time in ms until the next step; null if no clock runs.
While no relay has been heard for a moment, a room that needs one (core.needs_relay) stays as it is: its relays may
come back with answers that they received in time (core.forgive_silence). After live.max_answer_age_ms no such answer
counts any more.';
