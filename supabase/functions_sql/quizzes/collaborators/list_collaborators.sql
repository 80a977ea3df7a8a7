create or replace function public.list_collaborators(quiz_id uuid) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.own_quiz(quiz_id);
    owns boolean := core.quiz_role(quiz, core.person_id()) = 'owner';
begin
    return (
        select jsonb_build_object(
            'items', coalesce(jsonb_agg(core.collaborator_json(c) order by c.invited_at, c.id), '[]'),
            'next_cursor', null
        )
        from core.quiz_collaborators as c
        where c.quiz_id = quiz.id and (owns or c.accepted_at is not null)
    );
end;
$$;

comment on function public.list_collaborators is
'The collaborators of a quiz that the caller works on, in the order in which they were invited: {"items", "next_cursor":
null}. Only its owner sees invitations that have not been accepted. PT401 not_signed_in; PT403 not_the_owner; PT404
quiz_not_found.';

revoke execute on function public.list_collaborators from public, anon;
grant execute on function public.list_collaborators to authenticated;
