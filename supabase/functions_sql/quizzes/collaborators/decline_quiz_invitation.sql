create or replace function public.decline_quiz_invitation(invitation_id uuid) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    invited core.quiz_collaborators := core.quiz_invitation(invitation_id);
begin
    delete from core.quiz_collaborators as c where c.id = invited.id;
    return jsonb_build_object('id', invited.id, 'declined', true);
end;
$$;

comment on function public.decline_quiz_invitation is
'Declines an invitation of the caller to a quiz, and returns {"id", "declined": true}. The owner may invite again. PT401
not_signed_in; PT404 invitation_not_found.';

revoke execute on function public.decline_quiz_invitation from public, anon;
grant execute on function public.decline_quiz_invitation to authenticated;
