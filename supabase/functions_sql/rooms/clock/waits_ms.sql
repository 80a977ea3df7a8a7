create or replace function core.waits_ms(question core.room_questions) returns numeric
language plpgsql volatile
set search_path = pg_catalog, pg_temp
set enable_nestloop = off   -- as in core.score_question
as $$
declare
    moment timestamptz := clock_timestamp();
    left_ms numeric := 1000 * extract(epoch from question.due_at - moment) + core.setting('live.grace_ms');
    silence interval := core.setting('live.silence_ms') * interval '1 ms';
    longest_ms numeric;
begin
    select max(least(
        left_ms + question.limit_ms * (p.time_factor - 1) - case
            when isempty(question.silences) or p.realtime_during is null then 0
            else core.running_ms(
                question.opened_at,
                core.clock_pauses(question.pauses, question.silences, p.realtime_during),
                moment
            ) - core.running_ms(question.opened_at, question.pauses, moment)
        end,
        1000 * extract(epoch from core.awaited_until(p, silence) - moment)
    )) into longest_ms
    from core.players as p
    where p.room_id = question.room_id and p.kicked_at is null
        and coalesce(core.awaited_until(p, silence) > moment, true)
        and not exists (
            select from core.live_answers as a
            where a.room_id = p.room_id and a.number = question.number and a.player_id = p.id
        );
    if longest_ms is null and not exists (
        select from core.players as p
        where p.room_id = question.room_id and p.kicked_at is null
            and coalesce(core.awaited_until(p, silence) > moment, true)
    ) then
        return left_ms;
    end if;
    return longest_ms;
end;
$$;

comment on function core.waits_ms is
'How long an open question still waits for players who have not answered, in ms: below 0 if that time is over, null if
everybody has answered. It waits for players who are present until their time and the grace are over, for players whose
connection broke until awaited_until, and for players without a connection as long as they send heartbeats. In a room
without players it waits until its own time is over.';
