create or replace function core.missed_result(
    player core.players,
    number integer   -- of a question that has been closed and not skipped
) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select core.result_message(
        q.number, core.is_right(v.kind, a.fraction), core.outcome(v.kind, a.player_id is not null, a.fraction),
        coalesce(a.points, 0), player.score, core.rank_of(player), player.streak, core.ahead_of(player)
    )::jsonb
    from core.room_questions as q
    inner join core.question_versions as v on v.question_id = q.question_id and v.version = q.version
    left join core.live_answers as a
        on a.room_id = q.room_id and a.number = q.number and a.player_id = player.id
    where q.room_id = player.room_id and q.number = missed_result.number
        and v.kind <> 'slide' and player.joined_number <= q.number;
$$;

comment on function core.missed_result is
'The result of a closed question for a player who was away when it closed, as core.question_results has it for those who
were there. total, rank and streak are those of now. Null for a slide, and if the player joined later.';
