create or replace function public.resume_room(room_code text) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.hosted_room(room_code);
    resumed_at timestamptz := clock_timestamp();
begin
    perform core.require_question(room);
    if room.state = 'paused' then
        update core.room_questions as q
        set due_at = resumed_at + q.limit_ms * interval '1 ms'
                - core.running_ms(q.opened_at, q.pauses, resumed_at) * interval '1 ms',
            pauses = q.pauses * tstzmultirange(tstzrange(null, resumed_at))
        where q.room_id = room.id and q.number = room.question_number;

        update core.rooms as r
        set state = 'open'
        where r.id = room.id;

        perform core.append_event(room.id, 'room.resumed', jsonb_build_object(
            'number', room.question_number, 'remaining_ms', core.remaining_ms(room.id, room.question_number)
        ));
    end if;
    return core.room_snapshot(room.id);
end;
$$;

comment on function public.resume_room is
'Lets the clock of a paused question run again. Resuming twice is no error. Returns the room. PT403 not_the_host, PT409
no_open_question, room_ended, assigned_game.';

revoke execute on function public.resume_room from public, anon;
grant execute on function public.resume_room to authenticated;
