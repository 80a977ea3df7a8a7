create or replace function public.next_question(
    room_code text,
    after integer default null   -- number of the question that the host sees; null: whichever it is
) returns jsonb
language plpgsql security definer
set search_path = ''
as $$
declare
    room core.rooms := core.hosted_room(room_code);
begin
    perform core.require_not_ended(room);
    if room.state = 'lobby' then
        perform core.fail(409, 'not_started', 'This game has not started yet.');
    end if;
    if after <> room.question_number then
        return core.room_snapshot(room.id);   -- pressed twice: one press must not skip a question
    end if;

    if room.question_number = room.question_total then
        perform core.finish_room(room);
    else
        perform core.close_open_question(room);
        perform core.open_question(room, room.question_number + 1);
    end if;
    return core.room_snapshot(room.id);
end;
$$;

comment on function public.next_question is
'Opens the next question, or ends the game after the last. An open question is closed and scored first. With `after`, it
does nothing where the room has moved on already. PT404 room_not_found, PT403 not_the_host, PT409 not_started, room_ended.';

revoke execute on function public.next_question from public, anon;
grant execute on function public.next_question to authenticated;
