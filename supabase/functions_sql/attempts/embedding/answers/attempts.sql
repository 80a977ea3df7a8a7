create or replace function public.attempts(public.answers) returns setof public.attempts
language sql stable rows 1
set search_path = pg_catalog, pg_temp
as $$
    select t.* from public.attempts as t where t.id = $1.attempt_id;
$$;

comment on function public.attempts(public.answers) is
'Computed relationship of answers: the attempt in which it was given.';
revoke execute on function public.attempts(public.answers) from public, anon;
grant execute on function public.attempts(public.answers) to authenticated;
