create or replace function public.answers(public.attempt_questions) returns setof public.answers
language sql stable rows 1
set search_path = pg_catalog, pg_temp
as $$
    select a.* from public.answers as a where a.attempt_id = $1.attempt_id and a.question_id = $1.question_id;
$$;

comment on function public.answers(public.attempt_questions) is
'Computed relationship of attempt_questions: the answer that was saved.';
revoke execute on function public.answers(public.attempt_questions) from public, anon;
grant execute on function public.answers(public.attempt_questions) to authenticated;
