create or replace function public.attempts(public.quizzes) returns setof public.attempts
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select t.* from public.attempts as t where t.quiz_id = $1.id;
$$;

comment on function public.attempts(public.quizzes) is
'Computed relationship of quizzes: those of its attempts that the caller reads.';
revoke execute on function public.attempts(public.quizzes) from public, anon;
grant execute on function public.attempts(public.quizzes) to authenticated;
