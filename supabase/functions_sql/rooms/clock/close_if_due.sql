create or replace function core.close_if_due(room_code text) returns jsonb
language plpgsql security definer
set search_path = ''
as $$
declare
    room core.rooms;
    due_in_ms integer := (
        select core.due_in_ms(r.id) from core.rooms as r where r.code = (select core.canonical_code(room_code))
    );
begin
    if due_in_ms = 0 then   -- looked at without a lock, so looked at again under it
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
'Closes and scores the open question of a room if its time is over or everybody present has answered, and opens the next
where the room goes on by itself; else tells in how many ms it may be. Any relay may call it at any time: the first one
wins, for the others nothing is due.';

revoke execute on function core.close_if_due from public;
grant execute on function core.close_if_due to authenticator;
