create or replace function core.message_for(
    event core.room_events,
    question_on_phones boolean,
    role text,               -- host, player, projector or spectator
    player_id uuid           -- the player who receives it, for role player
) returns jsonb
language sql volatile
set search_path = pg_catalog, pg_temp
as $$
    select frame.value -> 'message'
    from jsonb_array_elements(core.event_frames(event, question_on_phones)) as frame (value)
    where frame.value -> 'roles' ? role and (event.player_id is null or event.player_id = message_for.player_id);
$$;

comment on function core.message_for is
'An event as the message that somebody in the room receives (core.event_frames); null if it is not for them.';
