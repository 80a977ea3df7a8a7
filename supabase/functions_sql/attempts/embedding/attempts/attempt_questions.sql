create or replace function public.attempt_questions(public.attempts) returns setof public.attempt_questions
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select q.* from public.attempt_questions as q where q.attempt_id = $1.id;
$$;

comment on function public.attempt_questions is
'Computed relationship of attempts: their questions in the order drawn.';
revoke execute on function public.attempt_questions from public, anon;
grant execute on function public.attempt_questions to authenticated;
