create or replace function public.attempts(public.profiles) returns setof public.attempts
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select t.* from public.attempts as t where t.user_id = $1.id;
$$;

comment on function public.attempts(public.profiles) is
'Computed relationship of profiles: those of the person''s attempts that the caller reads.';
revoke execute on function public.attempts(public.profiles) from public, anon;
grant execute on function public.attempts(public.profiles) to authenticated;
