create or replace function public.answer_question(
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
    received_at timestamptz := clock_timestamp();
    room core.rooms := core.room_of(room_code);
    player core.players := core.player_by_token(room, resume);
    verdict text;
begin
    if player.id is null then
        return core.refuse_resume(room);
    end if;
    perform core.require_live(room);
    perform pg_advisory_xact_lock_shared(core.room_lock_key(room.id));   -- wait while the room is being changed
    verdict := (core.accept_answers(
        array[room.id], array[player.id], array[question], array[response::text],
        array[floor(1000 * extract(epoch from clock_timestamp() - received_at))::integer], array[confidence]
    ))[1];
    return jsonb_build_object(
        'messages', case
            when verdict = 'accepted' then
                jsonb_build_array(jsonb_build_object('type', 'answer.accepted', 'question', question))
            else core.rejection(question, verdict, (core.rejection_sentences(
                array[verdict], array[room.id], array[question], array[response::text]
            ))[1])
        end,
        'heartbeat_in_ms', core.heartbeat_in_ms(0, 300)
    );
end;
$$;

comment on function public.answer_question is
'Answers the open question of a live game. Returns {"messages", "heartbeat_in_ms"}: answer.accepted, which is committed
when this has returned, or answer.rejected with its code; and when to send the next heartbeat, which closes the question
if everybody has answered. The time of receipt is the database''s. Sending the same answer again changes nothing. PT404
room_not_found, PT403 unknown_resume, kicked, PT409 assigned_game, room_ended.';

revoke execute on function public.answer_question from public;
grant execute on function public.answer_question to anon, authenticated;
