create or replace function core.turn_view(player core.players) returns jsonb
language sql volatile
set search_path = pg_catalog, pg_temp
as $$
    select core.question_view(t.room_id, t.number, true) || jsonb_build_object(
        'limit_ms', round(q.limit_ms * player.time_factor),
        'remaining_ms', greatest(0, floor(1000 * extract(epoch from t.due_at - clock_timestamp()))),
        'answered', a.player_id is not null,
        'response', a.response
    )
    from core.turns as t
    inner join core.room_questions as q on q.room_id = t.room_id and q.number = t.number
    left join core.live_answers as a
        on a.room_id = t.room_id and a.number = t.number and a.player_id = t.player_id
    where t.player_id = player.id
    order by t.number desc
    limit 1;
$$;

comment on function core.turn_view is
'The newest turn of a player in an assigned game: its question with the player''s own limit_ms and remaining_ms, and
whether and how it is answered. null before the first turn.';
