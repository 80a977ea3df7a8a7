create or replace function public.pause_room(room_code text) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.hosted_room(room_code);
    paused_at timestamptz := clock_timestamp();
begin
    perform core.require_question(room);
    if room.state = 'open' then
        update core.room_questions as q
        set pauses = q.pauses + tstzmultirange(tstzrange(paused_at, null))
        where q.room_id = room.id and q.number = room.question_number;

        update core.rooms as r
        set state = 'paused'
        where r.id = room.id;

        perform core.append_event(room.id, 'room.paused', jsonb_build_object(
            'number', room.question_number, 'remaining_ms', core.remaining_ms(room.id, room.question_number)
        ));
    end if;
    return core.room_snapshot(room.id);
end;
$$;

comment on function public.pause_room is
'Stops the clock of the open question. No answers are accepted until resume_room. Pausing twice is no error. Returns the
room. PT403 not_the_host, PT409 no_open_question, room_ended, assigned_game.';

revoke execute on function public.pause_room from public, anon;
grant execute on function public.pause_room to authenticated;
