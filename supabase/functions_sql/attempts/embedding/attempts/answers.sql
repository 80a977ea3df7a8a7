create or replace function public.answers(public.attempts) returns setof public.answers
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select a.* from public.answers as a where a.attempt_id = $1.id;
$$;

comment on function public.answers(public.attempts) is
'Computed relationship of attempts: the answers that were saved.';
revoke execute on function public.answers(public.attempts) from public, anon;
grant execute on function public.answers(public.attempts) to authenticated;
