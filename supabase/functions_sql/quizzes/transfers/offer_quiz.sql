create or replace function public.offer_quiz(
    quiz_id uuid,
    collaborator_id uuid default null     -- null: take the offer back
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id, role => 'owner');
    offered core.quiz_collaborators;
begin
    update core.quiz_collaborators as c set offered_at = null where c.quiz_id = quiz.id and c.offered_at is not null;
    if collaborator_id is not null then
        update core.quiz_collaborators as c
        set offered_at = now()
        where c.id = offer_quiz.collaborator_id and c.quiz_id = quiz.id and c.accepted_at is not null
        returning c.* into offered;
        if offered.id is null then
            perform core.fail(
                404, 'collaborator_not_found', 'This quiz has no such collaborator, or not yet.'
            );
        end if;
        perform core.notify_user(offered.user_id, 'quiz.offered', jsonb_build_object(
            'quiz_id', quiz.id, 'title', quiz.title
        ));
    end if;
    return public.list_collaborators(quiz.id);
end;
$$;

comment on function public.offer_quiz is
'Offers a quiz of the caller''s to one of its collaborators, who becomes its owner by accepting (accept_quiz_offer), and
takes back any other offer; the collaborator is told (event quiz.offered). Returns all collaborators. PT401
not_signed_in; PT403 not_the_owner; PT404 quiz_not_found, collaborator_not_found.';

revoke execute on function public.offer_quiz from public, anon;
grant execute on function public.offer_quiz to authenticated;
