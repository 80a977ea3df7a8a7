create or replace function core.forgive_silence(
    room core.rooms,   -- locked and open, its intake stopped
    silent_since timestamptz,
    until timestamptz
) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    update core.room_questions as q
    set pauses = q.pauses + away.silence,
        silences = q.silences + (away.silence - q.pauses),
        due_at = until
            + (q.limit_ms - core.running_ms(q.opened_at, q.pauses + away.silence, until)) * interval '1 ms'
    from (
        select tstzmultirange(tstzrange(
            least(until, greatest(
                asked.opened_at, silent_since - core.setting('live.relay_grace_ms') * interval '1 ms'
            )),
            until
        )) as silence
        from core.room_questions as asked
        where asked.room_id = room.id and asked.number = room.question_number
    ) as away
    where q.room_id = room.id and q.number = room.question_number;

    perform core.append_event(room.id, 'room.resumed', jsonb_build_object(
        'number', room.question_number,
        'remaining_ms', core.remaining_ms(room.id, room.question_number),
        'for_relays', true
    ));
end;
$$;

comment on function core.forgive_silence is
'Lets the clock of an open question stand still for the time in which no relay was there, and for live.relay_grace_ms
before it, in which players come back and send again what was not acknowledged. An answer received meanwhile counts: a
relay may hold it that could not reach the database. For players on Realtime, whom nothing has cut off, the clock has
gone on (core.clock_pauses), so they do not receive the event room.resumed, whose payload has for_relays.';
