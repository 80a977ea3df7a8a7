create or replace function public.decline_quiz_offer(quiz_id uuid) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id, role => 'results');
    me core.quiz_collaborators := core.quiz_offer(quiz);
begin
    update core.quiz_collaborators as c set offered_at = null where c.id = me.id returning c.* into me;
    return core.collaborator_json(me);
end;
$$;

comment on function public.decline_quiz_offer is
'Declines to become the owner of a quiz. The caller stays its collaborator, and is returned as such. PT401
not_signed_in; PT403 not_the_owner; PT404 quiz_not_found, offer_not_found.';

revoke execute on function public.decline_quiz_offer from public, anon;
grant execute on function public.decline_quiz_offer to authenticated;
