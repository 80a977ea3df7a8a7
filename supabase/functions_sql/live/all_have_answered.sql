create or replace function core.all_have_answered(room_id uuid, number integer) returns boolean
language sql stable
set search_path = ''
as $$
    select coalesce(bool_and(exists (
        select from core.live_answers as a
        where a.room_id = p.room_id and a.number = all_have_answered.number and a.player_id = p.id
    )), false)
    from core.players as p
    where p.room_id = all_have_answered.room_id and p.left_at is null and p.kicked_at is null;
$$;

comment on function core.all_have_answered is
'Whether everybody who is present has answered a question; false in an empty room.';
