create or replace function core.open_question(room core.rooms, number integer) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    starts_at timestamptz := clock_timestamp();   -- not now(): the transaction may have waited for a lock
    view jsonb := core.question_view(room.id, number);
begin
    update core.room_questions as q
    set opened_at = starts_at, due_at = starts_at + q.limit_ms * interval '1 ms'
    where q.room_id = room.id and q.number = open_question.number;

    update core.rooms as r
    set state = 'open',
        question_number = open_question.number,
        announced = open_question.number,
        advance_at = null
    where r.id = room.id;

    perform core.append_event(
        room.id, 'question.opened', view || jsonb_build_object('remaining_ms', view -> 'limit_ms')
    );
end;
$$;

comment on function core.open_question is
'Opens a question of a locked room, starts its clock and appends question.opened.';
