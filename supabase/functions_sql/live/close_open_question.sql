create or replace function core.close_open_question(room core.rooms) returns void
language plpgsql
set search_path = ''
as $$
declare
    closes_at timestamptz := clock_timestamp();
begin
    if room.state not in ('open', 'paused') then
        return;
    end if;
    update core.room_questions as q
    set closed_at = closes_at,
        pauses = q.pauses * tstzmultirange(tstzrange(null, closes_at))
    where q.room_id = room.id and q.number = room.question_number;

    update core.rooms as r
    set state = 'closed'
    where r.id = room.id;

    perform core.score_question(room);
    perform core.append_event(room.id, 'question.closed', core.closed_view(room.id, room.question_number));
end;
$$;

comment on function core.close_open_question is
'Closes and scores the open question of a room that is locked and takes no answers now (core.stop_intake). Does nothing
where none is open, so the first to close it wins.';
