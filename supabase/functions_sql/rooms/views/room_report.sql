create or replace function public.room_report(room text) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    played core.rooms := core.room_of(case
        when room ~* '^[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$' then (
            select r.code from core.rooms as r where r.id = room_report.room::uuid
        )
        else room
    end);
begin
    perform core.require_host(played);

    return jsonb_build_object(
        'room_id', played.id,
        'room_code', played.code,
        'quiz_id', played.quiz_id,
        'title', played.title,
        'state', played.state,
        'created_at', played.created_at,
        'ended_at', played.ended_at
    ) || core.room_settings(played) || jsonb_build_object(
        'team_board', core.team_board(played.id),
        'questions', (
            select jsonb_agg(jsonb_build_object(
                'number', q.number,
                'kind', v.kind,
                'prompt', v.prompt,
                'text_format', v.text_format,
                'choices', v.choices,
                'points', q.points,
                'limit_ms', q.limit_ms,
                'asked', q.opened_at is not null or played.mode = 'assigned',
                'skipped', q.skipped,
                -- hidden while anybody can still answer the question
                'key', case when q.closed_at is not null or played.state = 'ended'
                    then core.right_answer(v.kind, v.choices, v.key) end,
                'answered', counted.answered,
                'right', case when core.is_scored_live(v.kind) then counted.right end,
                'mean_ms', counted.mean_ms,
                'mean_points', counted.mean_points
            ) || v.display order by q.number)
            from core.room_questions as q
            inner join core.question_versions as v on v.question_id = q.question_id and v.version = q.version
            cross join lateral core.question_counts(q.room_id, q.number) as counted
            where q.room_id = played.id
        ),
        'players', coalesce((
            select jsonb_agg(core.player_view(ranked.player) || jsonb_build_object(
                'score', (ranked.player).score,
                'rank', ranked.rank,
                'claimed', (ranked.player).user_id is not null,
                'time_factor', trim_scale((ranked.player).time_factor),
                'joined_at', (ranked.player).joined_at,
                'finished_at', (ranked.player).finished_at,
                'answers', (
                    select jsonb_agg(jsonb_build_object(
                        'number', q.number,
                        'status', core.answer_status(
                            v.kind, q.skipped, q.opened_at is not null or t.number is not null,
                            (ranked.player).joined_number <= q.number, a.response is not null, a.fraction
                        ),
                        'response', a.response,
                        'fraction', trim_scale(a.fraction),
                        'points', a.points,
                        'elapsed_ms', a.elapsed_ms,
                        'confidence', a.confidence
                    ) order by q.number)
                    from core.room_questions as q
                    inner join core.question_versions as v on v.question_id = q.question_id and v.version = q.version
                    left join core.live_answers as a
                        on a.room_id = q.room_id and a.number = q.number and a.player_id = (ranked.player).id
                    left join core.turns as t
                        on t.player_id = (ranked.player).id and t.number = q.number
                    where q.room_id = played.id
                )
            ) order by ranked.rank, (ranked.player).joined_at, (ranked.player).id)
            from (
                select p as player, rank() over (order by p.score desc) as rank
                from core.players as p
                where p.room_id = played.id and p.kicked_at is null
            ) as ranked
        ), '[]')
    );
end;
$$;

comment on function public.room_report is
'The report of a game. For each player and question: the response, its status (right, wrong, …), the fraction and points
that it earned, and the time in ms; for each question, how many answered and how many were right. room is the code or
the id of the room. While the game goes on, keys that are not public yet are left out. Reports are never deleted. PT403
not_the_host.';

revoke execute on function public.room_report from public, anon;
grant execute on function public.room_report to authenticated;
