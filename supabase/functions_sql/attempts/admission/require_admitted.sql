create or replace function core.require_admitted(
    quiz core.quizzes,
    person uuid          -- null: somebody who becomes a guest
) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if (person is null or core.is_guest(person)) and not (
        quiz.guests_allowed
        and (person is null or exists (select from core.guests as g where g.id = person and g.quiz_id = quiz.id))
    ) then
        perform core.fail(403, 'guests_not_allowed', 'Sign in to take this quiz. It takes no guests.');
    end if;
    if quiz.listed_only and not core.is_listed(quiz.id, person) then
        if core.email_of(person) is null then
            perform core.fail(
                403, 'email_not_confirmed',
                'Only people on a list may take this quiz. Confirm the e-mail address of your account first.'
            );
        end if;
        perform core.fail(
            403, 'not_on_allow_list',
            'The e-mail address of your account is not on the list of those who may take this quiz. Ask its owner.'
        );
    end if;
end;
$$;

comment on function core.require_admitted is
'Refuses a person whom a quiz does not let in: a guest where it takes none, a guest of another quiz, and where it is
for listed people only, whoever is not on its allow-list. PT403 guests_not_allowed, not_on_allow_list,
email_not_confirmed.';
