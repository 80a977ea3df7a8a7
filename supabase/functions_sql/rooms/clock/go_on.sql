create or replace function core.go_on(room core.rooms, at_once boolean) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    next integer := room.question_number + 1;
    pictures jsonb;
begin
    if next > room.question_total then
        perform core.finish_room(room);
        return;
    end if;
    perform core.close_open_question(room);
    pictures := core.question_pictures(room.id, next);
    if at_once or room.preload_ms = 0 or room.announced >= next or pictures = '[]' then
        perform core.open_question(room, next);
        return;
    end if;

    update core.rooms as r
    set announced = next, advance_at = clock_timestamp() + room.preload_ms * interval '1 ms'
    where r.id = room.id;
    perform core.append_event(room.id, 'question.announced', jsonb_build_object(
        'number', next, 'total', room.question_total, 'media', pictures, 'opens_in_ms', room.preload_ms
    ));
end;
$$;

comment on function core.go_on is
'Moves a locked room to its next question, or ends it after the last. An open question is closed and scored first. A
question with pictures is announced before it opens, so that clients can load them, unless at_once is true.';
