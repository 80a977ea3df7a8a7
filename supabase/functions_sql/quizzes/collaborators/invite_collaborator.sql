create or replace function public.invite_collaborator(
    quiz_id uuid,
    person text,        -- the id of an account, or an e-mail address
    role text           -- results or edit
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id, role => 'owner');
    address text := case when person ~ '^[^@[:space:]]+@[^@[:space:]]+$' then lower(left(person, 321)) end;
    named uuid := case when person ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then person::uuid end;
    account uuid := (select p.id from core.profiles as p where p.id = named and p.deleted_at is null and not p.guest);
    most bigint := core.setting('quiz.max_collaborators');
    invited core.quiz_collaborators;
begin
    if role is null or role not in ('results', 'edit') then
        perform core.fail(422, 'unknown_value', 'role must be results or edit.');
    end if;
    if char_length(address) > 320 then
        perform core.fail(422, 'too_long', 'An e-mail address has at most 320 characters.');
    end if;
    if num_nonnulls(address, account) = 0 then
        perform core.fail(404, 'person_not_found', 'Name a person by the id of an account or by an e-mail address.');
    end if;
    if account = quiz.owner_id or address = core.email_of(quiz.owner_id) then
        perform core.fail(422, 'own_quiz', 'This is your own quiz. Invite somebody else to it.');
    end if;
    update core.quiz_collaborators as c
    set role = invite_collaborator.role::core.quiz_role
    where c.quiz_id = quiz.id and (account = c.user_id or address in (c.email, c.invited_as))
    returning c.* into invited;
    if invited.id is null then
        if (select count(*) from core.quiz_collaborators as c where c.quiz_id = quiz.id) >= most then
            perform core.fail(409, 'too_many_collaborators', format(
                'A quiz can have %s collaborators and invitations at most. Remove one first.', most
            ));
        end if;
        insert into core.quiz_collaborators as c (quiz_id, user_id, email, role)
        values (quiz.id, account, address, invite_collaborator.role::core.quiz_role)
        returning c.* into invited;
    end if;
    return core.collaborator_json(invited);
end;
$$;

comment on function public.invite_collaborator is
'Invites a person to a quiz of the caller''s, or changes the role that they have or were offered, at once, and returns
the invitation. It gives nothing until the person accepts it (accept_quiz_invitation). An address may have no account
yet; nothing tells whether it has one. PT401 not_signed_in; PT403 not_the_owner; PT404 quiz_not_found, person_not_found;
PT409 too_many_collaborators; PT422 unknown_value, too_long, own_quiz.';

revoke execute on function public.invite_collaborator from public, anon;
grant execute on function public.invite_collaborator to authenticated;
