create or replace function public.attempt_choices(public.attempt_questions) returns setof public.attempt_choices
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select c.* from public.attempt_choices as c where c.attempt_id = $1.attempt_id and c.question_id = $1.question_id;
$$;

comment on function public.attempt_choices is
'Computed relationship of attempt_questions: their choices in the order drawn.';
revoke execute on function public.attempt_choices from public, anon;
grant execute on function public.attempt_choices to authenticated;
