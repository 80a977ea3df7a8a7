create or replace function public.remove_collaborator(quiz_id uuid, collaborator_id uuid) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    me uuid := core.person_id();
    gone core.quiz_collaborators;
begin
    delete from core.quiz_collaborators as c
    using core.quizzes as q
    where c.id = remove_collaborator.collaborator_id and c.quiz_id = remove_collaborator.quiz_id and q.id = c.quiz_id
        and (core.quiz_role(q, me) = 'owner' or c.user_id = me and c.accepted_at is not null)
    returning c.* into gone;
    delete from core.filed_quizzes as z where z.quiz_id = gone.quiz_id and z.user_id = gone.user_id;
    if gone.id is null then
        perform core.own_quiz(quiz_id);
        if exists (
            select from core.quiz_collaborators as c
            where c.id = remove_collaborator.collaborator_id and c.quiz_id = remove_collaborator.quiz_id
                and c.accepted_at is not null
        ) then
            perform core.own_quiz(quiz_id, 'owner');
        end if;
        perform core.fail(404, 'collaborator_not_found', 'This quiz has no such collaborator.');
    end if;
    return core.collaborator_json(gone);
end;
$$;

comment on function public.remove_collaborator is
'Ends what a collaborator may do with a quiz, at once, or takes an invitation back, and returns what it was. The owner
of the quiz may remove anybody, a collaborator only themselves. PT401 not_signed_in; PT403 not_the_owner; PT404
quiz_not_found, collaborator_not_found.';

revoke execute on function public.remove_collaborator from public, anon;
grant execute on function public.remove_collaborator to authenticated;
