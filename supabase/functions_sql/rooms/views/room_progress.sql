create or replace function core.room_progress(room_ids uuid[]) returns jsonb
language sql stable security definer
set search_path = pg_catalog, pg_temp
set enable_nestloop = off   -- as in core.score_question
as $$
    select coalesce(jsonb_agg(jsonb_build_object(
        'room_id', r.id, 'number', r.question_number, 'answered', counted.answered, 'players', counted.players
    )), '[]')
    from core.rooms as r
    cross join lateral (
        select count(*) as players, count(a.player_id) as answered
        from core.players as p
        left join core.live_answers as a
            on a.room_id = r.id and a.number = r.question_number and a.player_id = p.id
        where p.room_id = r.id and p.left_at is null and p.kicked_at is null
    ) as counted
    where r.id = any(room_ids) and r.state = 'open';
$$;

comment on function core.room_progress is
'For each of these rooms that has an open question, how many of the players present have answered it: [{"room_id",
"number", "answered", "players"}].';

revoke execute on function core.room_progress from public;
grant execute on function core.room_progress to authenticator;
