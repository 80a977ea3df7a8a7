create or replace function core.close_open_question(room core.rooms, skipped boolean default false) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    closes_at timestamptz := clock_timestamp();
    advances jsonb := '{}';
begin
    if room.state not in ('open', 'paused') or room.mode = 'assigned' then
        return;
    end if;
    update core.room_questions as q
    set closed_at = closes_at,
        skipped = close_open_question.skipped,
        pauses = q.pauses * tstzmultirange(tstzrange(null, closes_at))
    where q.room_id = room.id and q.number = room.question_number;

    update core.rooms as r
    set state = 'closed',
        advance_at = closes_at + r.auto_advance_ms * interval '1 ms'
    where r.id = room.id;

    if room.auto_advance_ms is not null then
        advances := jsonb_build_object('next_in_ms', room.auto_advance_ms);
    end if;
    if skipped then
        perform core.append_event(
            room.id, 'question.skipped', jsonb_build_object('number', room.question_number) || advances
        );
        return;
    end if;
    perform core.score_question(room);
    perform core.append_event(
        room.id, 'question.closed', core.closed_view(room.id, room.question_number) || advances
    );
end;
$$;

comment on function core.close_open_question is
'Closes and scores the open question of a locked room whose intake is stopped (core.stop_intake). A skipped question is
not scored. Does nothing if no question is open, so a second call is harmless.';
