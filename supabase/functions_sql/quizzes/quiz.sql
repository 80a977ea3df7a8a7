create or replace function public.quiz(quiz_id uuid) returns setof public.quizzes
language sql stable security definer rows 1
set search_path = pg_catalog, pg_temp
as $$
    select (core.quiz_row(q)).*
    from core.quizzes as q
    where q.id = quiz.quiz_id and (
        q.deleted_at is null and (q.visibility <> 'private' or core.quiz_role(q, core.caller_id()) is not null)
        or q.id in (select t.quiz_id from core.taken_quizzes as t)
    );
$$;

comment on function public.quiz is
'A quiz by its id, as a row of quizzes: one that the caller works on, a public one, one with a link, or one that the
caller has taken, even if it was deleted since. No row for any other.';
revoke execute on function public.quiz from public;
grant execute on function public.quiz to anon, authenticated;
