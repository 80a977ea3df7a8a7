create or replace function public.question_versions(public.attempt_questions) returns setof public.question_versions
language sql stable rows 1
set search_path = pg_catalog, pg_temp
as $$
    select v.* from public.question_versions as v where v.question_id = $1.question_id and v.version = $1.version;
$$;

comment on function public.question_versions is
'Computed relationship of attempt_questions: the question as it stood when the attempt began.';
revoke execute on function public.question_versions from public, anon;
grant execute on function public.question_versions to authenticated;
