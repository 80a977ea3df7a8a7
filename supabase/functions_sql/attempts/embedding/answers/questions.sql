create or replace function public.questions(public.answers) returns setof public.question_versions
language sql stable rows 1
set search_path = pg_catalog, pg_temp
as $$
    select v.*
    from public.attempt_questions as aq
    inner join public.question_versions as v on v.question_id = aq.question_id and v.version = aq.version
    where aq.attempt_id = $1.attempt_id and aq.question_id = $1.question_id;
$$;

comment on function public.questions is
'Computed relationship of answers: the question as it stood when the attempt began.';
revoke execute on function public.questions from public, anon;
grant execute on function public.questions to authenticated;
