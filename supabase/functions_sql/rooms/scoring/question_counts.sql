create or replace function core.question_counts(
    room_id uuid,
    number integer,
    out answered bigint,
    out "right" bigint,     -- entirely
    out mean_ms numeric,
    out mean_points numeric
)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select count(*), count(*) filter (where a.fraction >= 1), round(avg(a.elapsed_ms)), round(avg(a.points))
    from core.live_answers as a
    inner join core.players as p on p.id = a.player_id and p.kicked_at is null
    where a.room_id = question_counts.room_id and a.number = question_counts.number;
$$;

comment on function core.question_counts is
'Figures about one question of a room, without kicked players: how many answered, how many were entirely right, the mean
time in ms and the mean points.';
