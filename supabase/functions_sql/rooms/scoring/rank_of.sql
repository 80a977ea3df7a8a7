create or replace function core.rank_of(player core.players) returns bigint
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select count(*) + 1
    from core.players as p
    where p.room_id = player.room_id and p.kicked_at is null and p.score > player.score;
$$;

comment on function core.rank_of is 'A player''s rank in their room; equal scores share one.';
