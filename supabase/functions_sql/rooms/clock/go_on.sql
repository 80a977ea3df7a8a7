create or replace function core.go_on(room core.rooms, at_once boolean) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    next integer := room.question_number + 1;
    question jsonb;
    pictures jsonb;
    opens_in_ms integer;
begin
    if next > room.question_total then
        perform core.finish_room(room);
        return;
    end if;
    perform core.close_open_question(room);
    question := core.question_view(room.id, next);
    pictures := core.question_pictures(room.id, next);
    opens_in_ms := greatest(
        case when question ->> 'kind' = 'slide' then 0 else room.announce_ms end,
        case when pictures = '[]' then 0 else room.preload_ms end
    );
    if at_once or opens_in_ms = 0 or room.announced >= next then
        perform core.open_question(room, next);
        return;
    end if;

    update core.rooms as r
    set announced = next, advance_at = clock_timestamp() + opens_in_ms * interval '1 ms'
    where r.id = room.id;
    perform core.append_event(room.id, 'question.announced', jsonb_build_object(
        'number', next,
        'total', room.question_total,
        'category', question -> 'category',
        'points', question -> 'points',
        'prompt', question -> 'prompt',
        'question', question || jsonb_build_object('remaining_ms', question -> 'limit_ms'),
        'media', pictures,
        'opens_in_ms', opens_in_ms
    ));
end;
$$;

comment on function core.go_on is
'Moves a locked room to its next question, or ends it after the last. An open question is closed and scored first. In a
room that announces its questions, and if it has pictures, the question is announced before it opens, so that everybody
has read it and loaded them when its clock starts, unless at_once is true. A slide has no clock to wait for.';
