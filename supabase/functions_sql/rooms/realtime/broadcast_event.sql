create or replace function core.broadcast_event() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms;
    receiver_key text;
begin
    if to_regprocedure('realtime.send(jsonb,text,text,boolean)') is null then   -- Realtime has been removed
        return null;
    end if;
    select r.* into room
    from core.rooms as r
    where r.id = new.room_id and r.on_realtime;   -- whoever appends an event has locked the room
    if not found then
        return null;
    end if;
    select p.topic_key into receiver_key
    from core.players as p
    where p.id = new.player_id;

    perform realtime.send(sent.message, new.type, sent.topic, true)
    from (
        select distinct
            frame.value -> 'message' as message,
            core.room_topic(
                room.code,
                case when new.audience = 'everyone' and role.name = 'player' then 'spectator' else role.name end,
                receiver_key
            ) as topic
        from jsonb_array_elements(core.event_frames(new, room.question_on_phones)) as frame
        cross join jsonb_array_elements_text(frame.value -> 'roles') as role (name)
    ) as sent
    where sent.topic is not null
        and not (new.payload ? 'for_relays' and sent.topic = core.room_topic(room.code, 'spectator'));

    if new.type = 'question.closed' then
        perform realtime.send(
            result.value -> 'message', 'result', core.room_topic(room.code, 'player', p.topic_key), true
        )
        from jsonb_array_elements(core.question_results(room.id, room.question_number, array(
            select keyed.id from core.players as keyed where keyed.room_id = room.id and keyed.topic_key is not null
        ))::jsonb) as result
        inner join core.players as p on p.id = (result.value ->> 'player_id')::uuid;
    end if;
    return null;
end;
$$;

comment on function core.broadcast_event is
'Passes an event of a room that somebody has entered by rpc() on to the Realtime topics of those who receive it
(core.event_frames), and after question.closed each player''s result to their own topic. Realtime sends a message when
its transaction has committed. A message to one player who has no topic of their own is not sent: a relay sends it.
Players on Realtime receive no event that is for_relays (core.forgive_silence).';
