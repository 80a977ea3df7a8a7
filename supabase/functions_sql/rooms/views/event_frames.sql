create or replace function core.event_frames(event core.room_events, question_on_phones boolean) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    message jsonb := core.event_message(event);
    on_phones jsonb;
begin
    if event.audience <> 'everyone' then
        return jsonb_build_array(jsonb_build_object('roles', jsonb_build_array(event.audience), 'message', message));
    end if;
    if not question_on_phones and event.type in ('question.opened', 'question.announced') then
        on_phones := case
            when event.type = 'question.opened' then core.phone_view(message)
            else message || '{"hidden": true, "media": [], "prompt": ""}' || jsonb_build_object(
                'question', core.phone_view(message -> 'question')
            )
        end;
        return jsonb_build_array(
            jsonb_build_object('roles', '["host", "projector"]'::jsonb, 'message', message),
            jsonb_build_object('roles', '["player", "spectator"]'::jsonb, 'message', on_phones)
        );
    end if;
    return jsonb_build_array(jsonb_build_object(
        'roles', '["host", "player", "projector", "spectator"]'::jsonb, 'message', message
    ));
end;
$$;

comment on function core.event_frames is
'Who receives an event, and what each of them receives: [{"roles", "message"}]. Only this function decides that. An
event with a player_id is for that player alone. Where a question''s words are for the projector only, phones receive a
message without them.';
