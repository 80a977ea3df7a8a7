create or replace function core.room_view(room_id uuid) returns jsonb
language sql volatile
set search_path = ''
as $$
    select jsonb_build_object(
        'type', 'welcome',
        'room_code', r.code,
        'title', r.title,
        'state', r.state,
        'seq', r.seq,
        'locked', r.locked,
        'formula', r.formula,
        'streak_bonus', r.streak_bonus,
        'question_number', r.question_number,
        'question_total', r.question_total,
        'player_count', (select count(*) from core.players as p where p.room_id = r.id and p.kicked_at is null),
        'question', case when r.state in ('open', 'paused') then
            core.question_view(r.id, r.question_number)
            || jsonb_build_object('remaining_ms', core.remaining_ms(r.id, r.question_number))
        end,
        'closed', case when r.state = 'closed' then core.last_message(r.id, 'question.closed') end,
        'ended', case when r.state = 'ended' then core.last_message(r.id, 'room.ended') end
    )
    from core.rooms as r
    where r.id = room_view.room_id;
$$;

comment on function core.room_view is
'A room as it is now, for whoever enters it: the question while it is open, its solution after it closed, the end.';
