create or replace function public.room_stats(room_code text) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms := core.room_of(room_code);
begin
    perform core.require_host(room);

    return core.room_snapshot(room.id) || jsonb_build_object(
        'present', (
            select count(*) from core.players as p
            where p.room_id = room.id and p.left_at is null and p.kicked_at is null
        ),
        'kicked', (select count(*) from core.players as p where p.room_id = room.id and p.kicked_at is not null),
        'answers', (select count(*) from core.live_answers as a where a.room_id = room.id),
        'questions', (
            select coalesce(jsonb_agg(jsonb_build_object(
                'number', q.number,
                'kind', v.kind,
                'prompt', v.prompt,
                'text_format', v.text_format,
                'skipped', q.skipped,
                'opened_at', q.opened_at,
                'closed_at', q.closed_at,
                'answered', counted.answered,
                'right', case
                    when q.closed_at is not null and core.is_scored_live(v.kind) and not q.skipped then counted.right
                end,
                'mean_ms', counted.mean_ms
            ) order by q.number), '[]')
            from core.room_questions as q
            inner join core.question_versions as v on v.question_id = q.question_id and v.version = q.version
            cross join lateral core.question_counts(q.room_id, q.number) as counted
            where q.room_id = room.id and (q.opened_at is not null or room.mode = 'assigned')
        ),
        'leaderboard', core.leaderboard(room.id, null),
        'team_board', core.team_board(room.id)
    );
end;
$$;

comment on function public.room_stats is
'A room in figures, for its hosts: for each opened question, how many answered, how many were right (null until it
closes, in an assigned game, and for polls, slides and skipped questions) and the mean time in ms. Also all players and
all teams by rank. PT403 not_the_host.';

revoke execute on function public.room_stats from public, anon;
grant execute on function public.room_stats to authenticated;
