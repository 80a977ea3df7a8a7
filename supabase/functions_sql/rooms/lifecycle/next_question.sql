create or replace function public.next_question(
    room_code text,
    after integer default null,  -- the question that the host sees; null: go on in any case
    at_once boolean default false  -- without announcing it, or, if it is announced, without waiting longer
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.hosted_room(room_code);
    announced boolean := room.announced > room.question_number;
begin
    perform core.require_live(room);
    if room.state = 'lobby' and room.announced = 0 then
        perform core.fail(409, 'not_started', 'This game has not started yet. Start it first.');
    end if;
    if after <> room.question_number or (after = room.question_number and announced and not at_once) then
        return core.room_snapshot(room.id);   -- a second press must not skip a question
    end if;
    perform core.go_on(room, announced or at_once);
    return core.room_snapshot(room.id);
end;
$$;

comment on function public.next_question is
'Opens the next question, or ends the game after the last. An open question is closed and scored first. With `after`, it
does nothing if the room is no longer at that question, or has announced the next one, which `at_once` opens. Returns
the room. PT403 not_the_host, PT409 not_started, room_ended, assigned_game.';

revoke execute on function public.next_question from public, anon;
grant execute on function public.next_question to authenticated;
