create or replace function public.players(public.live_answers) returns setof public.players
language sql stable rows 1
set search_path = pg_catalog, pg_temp
as $$
    select p.* from public.players as p where p.id = $1.player_id;
$$;

comment on function public.players is 'Computed relationship of live_answers: the player who answered.';
revoke execute on function public.players from public, anon;
grant execute on function public.players to authenticated;
