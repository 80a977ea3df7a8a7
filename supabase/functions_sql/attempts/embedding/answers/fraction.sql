create or replace function public.fraction(public.answers) returns numeric
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select known.fraction from core.known_mark($1) as known;
$$;

comment on function public.fraction is
'Computed column of answers: the mark, which is the part of the question''s points that it earned, -1 to 1. Null as long
as the caller may not know it.';
revoke execute on function public.fraction from public, anon;
grant execute on function public.fraction to authenticated;
