create or replace function public.answer_turn(
    room_code text,
    resume text,
    question integer,
    response jsonb,
    confidence text default null   -- low or high
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.room_of(room_code);
    player core.players := core.player_by_token(room, resume);
begin
    if player.id is null then
        return core.refuse_resume(room);
    end if;
    return jsonb_build_object('messages', core.take_turn_answer(player.id, question, response::text, confidence));
end;
$$;

comment on function public.answer_turn is
'Answers the question that a player of an assigned game is at. Returns {"messages": [...]}: answer.accepted and result,
or answer.rejected with its code. Sending the same answer again changes nothing. PT404 room_not_found, PT403
unknown_resume, kicked, PT409 not_assigned.';

revoke execute on function public.answer_turn from public;
grant execute on function public.answer_turn to anon, authenticated;
