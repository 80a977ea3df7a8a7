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
end;
$$;

comment on function core.require_admitted is
'Refuses a person whom a quiz does not let in: a guest where it takes none, and a guest of another quiz. PT403
guests_not_allowed.';
