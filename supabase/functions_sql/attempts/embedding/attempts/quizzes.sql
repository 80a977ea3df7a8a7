create or replace function public.quizzes(public.attempts) returns setof public.quizzes
language sql stable security definer rows 1
set search_path = pg_catalog, pg_temp
as $$
    select (core.quiz_row(q)).*
    from core.attempts as t
    inner join core.quizzes as q on q.id = t.quiz_id
    where t.id = $1.id and (
        auth.jwt() ->> 'role' = 'service_role'
        or t.user_id = core.caller_id()
        or core.quiz_role(q, core.caller_id()) is not null
    );
$$;

comment on function public.quizzes is
'Computed relationship of attempts: the quiz that was taken, even if it was deleted since.';
revoke execute on function public.quizzes from public, anon;
grant execute on function public.quizzes to authenticated;
