create or replace function core.require_quiz_role(
    quiz core.quizzes,           -- null: there is none
    role core.quiz_role,         -- the least that is needed
    deleted boolean default false
) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    found core.quiz_role := core.quiz_role(quiz, core.person_id());
begin
    if found >= role and (quiz.deleted_at is not null) = deleted then
        return;
    end if;
    if quiz.deleted_at is null and (found < role or found is null and quiz.visibility <> 'private') then
        perform core.fail(403, 'not_the_owner', case role
            when 'owner' then 'Only the owner of a quiz may do that.'
            when 'edit' then 'Only the owner of a quiz, and collaborators who may edit it, may do that.'
            else 'Only the owner of a quiz and its collaborators may do that.'
        end);
    end if;
    perform core.fail(404, 'quiz_not_found', format('There is no such %squiz.', case when deleted then 'deleted ' end));
end;
$$;

comment on function core.require_quiz_role is
'Refuses a quiz in which the caller has a lesser role: PT403 not_the_owner if the caller may see it, else PT404
quiz_not_found. PT401 not_signed_in.';
