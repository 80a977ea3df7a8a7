create or replace function public.extend_question(room_code text, seconds integer) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.hosted_room(room_code);
    more_ms integer;
    limit_ms integer;
begin
    perform core.require_question(room);
    if seconds is null or seconds not between 1 and 3600 then
        perform core.fail(422, 'bad_seconds', 'A question can be extended by 1 to 3600 seconds.');
    end if;
    more_ms := seconds * 1000;

    update core.room_questions as q
    set limit_ms = q.limit_ms + more_ms, due_at = q.due_at + more_ms * interval '1 ms'
    where q.room_id = room.id and q.number = room.question_number
    returning q.limit_ms into limit_ms;

    perform core.append_event(room.id, 'question.extended', jsonb_build_object(
        'number', room.question_number,
        'seconds', seconds,
        'limit_ms', limit_ms,
        'remaining_ms', core.remaining_ms(room.id, room.question_number)
    ));
    return core.room_snapshot(room.id);
end;
$$;

comment on function public.extend_question is
'Gives everybody more time for the open question. Points for speed are then computed with the longer limit, for all
players alike. Returns the room. PT403 not_the_host, PT409 no_open_question, room_ended, assigned_game, PT422
bad_seconds.';

revoke execute on function public.extend_question from public, anon;
grant execute on function public.extend_question to authenticated;
