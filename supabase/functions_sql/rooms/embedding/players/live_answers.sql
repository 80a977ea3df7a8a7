create or replace function public.live_answers(public.players) returns setof public.live_answers
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select a.* from public.live_answers as a where a.room_id = $1.room_id and a.player_id = $1.id;
$$;

comment on function public.live_answers is
'Computed relationship of players: their answers, for the hosts of the room.';
revoke execute on function public.live_answers from public, anon;
grant execute on function public.live_answers to authenticated;
