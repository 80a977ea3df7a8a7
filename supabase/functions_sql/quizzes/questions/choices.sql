create or replace function public.choices(public.questions) returns setof public.choices
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select c.* from public.choices as c where c.question_id = $1.id;
$$;

comment on function public.choices is 'Computed relationship of questions: their choices.';
revoke execute on function public.choices from public, anon;
grant execute on function public.choices to authenticated;
