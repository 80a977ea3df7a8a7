create or replace function public.accept_quiz_invitation(invitation_id uuid) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    me uuid := core.person_id();
    invited core.quiz_collaborators := core.quiz_invitation(invitation_id);
begin
    -- one person may have been invited by account and by address; the invitation that is accepted counts
    delete from core.quiz_collaborators as c
    where c.quiz_id = invited.quiz_id and c.id <> invited.id and (c.user_id = me or c.email = core.caller_email());
    update core.quiz_collaborators as c
    set user_id = me, email = null, invited_as = c.email, accepted_at = now()
    where c.id = invited.id;
    return core.quiz_now(invited.quiz_id);
end;
$$;

comment on function public.accept_quiz_invitation is
'Makes the caller a collaborator of a quiz, in the role of the invitation, and returns the quiz. PT401 not_signed_in;
PT404 invitation_not_found.';

revoke execute on function public.accept_quiz_invitation from public, anon;
grant execute on function public.accept_quiz_invitation to authenticated;
