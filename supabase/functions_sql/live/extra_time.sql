create or replace function core.extra_time(room_id uuid, number integer) returns numeric
language sql stable
set search_path = ''
as $$
    select coalesce(max(p.time_factor), 1) - 1
    from core.players as p
    where p.room_id = extra_time.room_id and p.time_factor > 1 and p.left_at is null and p.kicked_at is null
        and not exists (
            select from core.live_answers as a
            where a.room_id = p.room_id and a.number = extra_time.number and a.player_id = p.id
        );
$$;

comment on function core.extra_time is
'How much longer than its limit a question waits for those who have more time and have not answered: 0.5 for half of it.';
