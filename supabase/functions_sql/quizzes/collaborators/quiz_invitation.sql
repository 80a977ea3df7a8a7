create or replace function core.quiz_invitation(invitation_id uuid) returns core.quiz_collaborators
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    me uuid := core.person_id();
    invited core.quiz_collaborators;
begin
    select c.* into invited
    from core.quiz_collaborators as c
    inner join core.quizzes as q on q.id = c.quiz_id and q.deleted_at is null
    where c.id = quiz_invitation.invitation_id and c.accepted_at is null
        and (c.user_id = me or c.email = core.caller_email())
    for update of c;
    if invited.id is null then
        perform core.fail(404, 'invitation_not_found', 'You have no such invitation. It may have been taken back.');
    end if;
    return invited;
end;
$$;

comment on function core.quiz_invitation is
'An invitation of the caller to a quiz, locked. PT401 not_signed_in; PT404 invitation_not_found.';
