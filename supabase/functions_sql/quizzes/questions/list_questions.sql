create or replace function public.list_questions(
    quiz_id uuid,
    deleted boolean default false   -- true: the deleted ones, which can be restored
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.own_quiz(quiz_id);
begin
    return (
        select jsonb_build_object(
            'items', coalesce(jsonb_agg(core.question_json(q) order by q.position, q.deleted_at), '[]'),
            'next_cursor', null, 'version', quiz.version
        )
        from core.questions as q
        where q.quiz_id = quiz.id and (q.deleted_at is not null) = coalesce(deleted, false)
    );
end;
$$;

comment on function public.list_questions is
'All questions of a quiz of the caller''s, in order, with their answer keys: {"items", "next_cursor": null, "version":
of the quiz}. PT401
not_signed_in; PT403 not_the_owner; PT404 quiz_not_found.';

revoke execute on function public.list_questions from public, anon;
grant execute on function public.list_questions to authenticated;
