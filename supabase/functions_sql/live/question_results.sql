create or replace function core.question_results(
    room_id uuid,
    number integer,
    player_ids uuid[] default null   -- null: all
) returns jsonb
language sql stable security definer
set search_path = ''
as $$
    select coalesce(jsonb_agg(jsonb_build_object(
        'player_id', p.id,
        'message', jsonb_build_object(
            'type', 'result',
            'question', q.number,
            'correct', case when v.kind <> 'poll' then coalesce(a.fraction >= 1, false) end,
            'points', coalesce(a.points, 0),
            'total', p.score,
            'rank', p.rank,
            'streak', p.streak
        )
    )), '[]')
    from core.room_questions as q
    inner join core.question_versions as v on v.question_id = q.question_id and v.version = q.version
    cross join (
        select ranked.*, rank() over (order by ranked.score desc) as rank
        from core.players as ranked
        where ranked.room_id = question_results.room_id and ranked.kicked_at is null
    ) as p
    left join core.live_answers as a on a.room_id = q.room_id and a.number = q.number and a.player_id = p.id
    where q.room_id = question_results.room_id
        and q.number = question_results.number
        and q.closed_at is not null
        and not q.skipped
        and v.kind <> 'slide'
        and p.joined_number <= q.number
        and (player_ids is null or p.id = any(player_ids));
$$;

comment on function core.question_results is
'What each player is told of a closed question: [{"player_id", "message": result}]. correct: wholly right; null for a poll.
Nothing for those who joined after it, nothing while it is open, nothing of a slide or a question that was skipped.';

revoke execute on function core.question_results from public;
grant execute on function core.question_results to authenticator;
