create or replace function core.close_if_due(room_code text) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms;
    due_in_ms integer := (
        select core.due_in_ms(r.id) from core.rooms as r where r.code = (select core.canonical_code(room_code))
    );
begin
    perform core.note_promotion();
    if due_in_ms = 0 then   -- it was computed without the lock; recompute it under the lock
        room := core.locked_room(room_code);
        perform core.stop_intake(room);
        due_in_ms := core.due_in_ms(room.id);
    end if;
    if due_in_ms is distinct from 0 then
        return jsonb_build_object('closed', false, 'due_in_ms', due_in_ms);
    end if;
    if room.state = 'open' then
        perform core.close_open_question(room);
    else
        perform core.go_on(room, room.announced > room.question_number);
    end if;
    return jsonb_build_object('closed', room.state = 'open', 'due_in_ms', core.due_in_ms(room.id));
end;
$$;

comment on function core.close_if_due is
'Takes the next step of a room''s clock if it is due. Closes and scores the open question if it no longer waits for
anybody (core.waits_ms), or opens the next one in a room that goes on by itself. Returns {"closed", "due_in_ms"}:
whether this call closed a question, and when the next step may be due. Any relay may call it at any time: the first
call does the work, and later calls find nothing due.';

revoke execute on function core.close_if_due from public;
grant execute on function core.close_if_due to authenticator;
