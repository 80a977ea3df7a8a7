create or replace function core.tells_marks(room core.rooms) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select room.mode = 'live' or room.state = 'ended' or (
        select core.marks_told(q, null) from core.quizzes as q where q.id = room.quiz_id
    );
$$;

comment on function core.tells_marks is
'Whether a room tells its players how they do. While an assigned game is open, only where the quiz tells marks: players
can come as many times as they like, under other nicknames, and would find the key.';
