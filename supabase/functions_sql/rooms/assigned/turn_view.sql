create or replace function core.turn_view(player core.players) returns jsonb
language sql volatile
set search_path = ''
as $$
    select case when r.question_on_phones then shown.view else core.phone_view(shown.view) end || jsonb_build_object(
        'limit_ms', round(q.limit_ms * player.time_factor),
        'remaining_ms', greatest(0, floor(1000 * extract(epoch from own.due_at - clock_timestamp()))),
        'answered', a.player_id is not null
    )
    from core.turns as own
    inner join core.rooms as r on r.id = own.room_id
    inner join core.room_questions as q on q.room_id = own.room_id and q.number = own.number
    cross join lateral (select core.question_view(own.room_id, own.number) as view) as shown
    left join core.live_answers as a
        on a.room_id = own.room_id and a.number = own.number and a.player_id = own.player_id
    where own.player_id = player.id
    order by own.number desc
    limit 1;
$$;

comment on function core.turn_view is
'The question that a player of an assigned room is at, with their own clock; null before the first.';
