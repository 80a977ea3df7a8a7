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

create or replace function public.attempts(public.profiles) returns setof public.attempts
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select t.* from public.attempts as t where t.user_id = $1.id;
$$;

comment on function public.attempts(public.profiles) is
'Computed relationship of profiles: those of the person''s attempts that the caller reads.';
revoke execute on function public.attempts(public.profiles) from public, anon;
grant execute on function public.attempts(public.profiles) to authenticated;
