create or replace function public.profiles(public.attempts) returns setof public.profiles
language sql stable rows 1
set search_path = pg_catalog, pg_temp
as $$
    select p.* from public.profiles as p where p.id = $1.user_id;
$$;

comment on function public.profiles(public.attempts) is
'Computed relationship of attempts: the taker.';
revoke execute on function public.profiles(public.attempts) from public, anon;
grant execute on function public.profiles(public.attempts) to authenticated;
