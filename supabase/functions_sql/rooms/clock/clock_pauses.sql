create or replace function core.clock_pauses(
    pauses tstzmultirange,
    silences tstzmultirange,    -- the part of pauses in which no relay was there
    realtime_during tstzrange   -- when the player was on Realtime; null: never
) returns tstzmultirange
language sql immutable parallel safe
return case
    when realtime_during is null then pauses
    else pauses - silences * tstzmultirange(realtime_during)
end;

comment on function core.clock_pauses is $$
When the clock of a question stood still for one player. The time in which no relay was there is given back to those
whom it cut off (core.forgive_silence). While players were on Realtime, they saw the question and could answer it, so
their clock went on: they get no more time and no more points for speed than without the failure.
> select upper(core.clock_pauses('{[2026-01-01,2026-01-03)}', '{[2026-01-01,2026-01-03)}', '[2026-01-02,)'))::date
2026-01-02
$$;
