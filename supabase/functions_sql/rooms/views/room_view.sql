create or replace function core.room_view(
    room_id uuid,
    role text   -- host, player, projector or spectator
) returns jsonb
language sql volatile
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'type', 'welcome',
        'room_code', r.code,
        'title', r.title,
        'state', r.state,
        'seq', r.seq,
        'question_number', r.question_number,
        'question_total', r.question_total,
        'player_count', core.player_count(r.id),
        'question', case when r.state in ('open', 'paused') and r.mode = 'live' then
            core.question_view(r.id, r.question_number, role in ('player', 'spectator'))
            || jsonb_build_object('remaining_ms', core.remaining_ms(r.id, r.question_number))
        end,
        'last_question', case when r.state = 'closed' and not q.skipped then
            core.question_view(r.id, r.question_number, role in ('player', 'spectator')) || '{"remaining_ms": 0}'
        end,
        'announced', case when r.announced > r.question_number and r.state <> 'ended' then
            core.last_message(r.id, 'question.announced', role)
        end,
        'closed', case when r.state = 'closed' and not q.skipped then core.last_message(r.id, 'question.closed', role)
            || case when r.leaderboard_shown then '{}' else '{"leaderboard": [], "teams": []}' end::jsonb end,
        'ended', case when r.state = 'ended' then core.last_message(r.id, 'room.ended', role) end
    ) || core.room_settings(r)
    from core.rooms as r
    left join core.room_questions as q on q.room_id = r.id and q.number = r.question_number
    where r.id = room_view.room_id;
$$;

comment on function core.room_view is
'The welcome message for somebody who enters a room: the room as it is now, with the open question, a closed one and
its key, or the end.';
