create or replace function public.question_count(public.quizzes) returns bigint
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select count(*) from core.questions as q where q.quiz_id = $1.id and q.deleted_at is null;
$$;

comment on function public.question_count is 'Computed column of quizzes: how many questions the quiz has.';
revoke execute on function public.question_count from public;
grant execute on function public.question_count to anon, authenticated;
