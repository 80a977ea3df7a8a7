create or replace function core.player_count(room_id uuid) returns bigint
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select count(*)
    from core.players as p
    where p.room_id = player_count.room_id and p.kicked_at is null;
$$;

comment on function core.player_count is
'The number of players of a room, present or away, without those who were kicked.';
