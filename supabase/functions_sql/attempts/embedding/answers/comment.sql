create or replace function public.comment(public.answers) returns text
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select known.comment from core.known_mark($1) as known;
$$;

comment on function public.comment is
'Computed column of answers: what their marker wrote to the taker. Null if nothing, and as long as the caller may not
know the mark.';
revoke execute on function public.comment from public, anon;
grant execute on function public.comment to authenticated;
