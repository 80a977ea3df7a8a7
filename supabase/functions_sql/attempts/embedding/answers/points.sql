create or replace function public.points(public.answers) returns numeric
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select known.points from core.known_mark($1) as known;
$$;

comment on function public.points is
'Computed column of answers: the points that it earned. Null as long as the caller may not know them.';
revoke execute on function public.points from public, anon;
grant execute on function public.points to authenticated;
