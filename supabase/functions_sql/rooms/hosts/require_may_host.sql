create or replace function core.require_may_host(quiz core.quizzes, people uuid[]) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if exists (select from unnest(people) as person where core.may_host(quiz, person)) then
        return;
    end if;
    if quiz.visibility = 'public' and quiz.deleted_at is null and quiz.key_shown <> 'never' then
        perform core.fail(
            403, 'key_not_shown',
            'Hosting shows the right answers: take this quiz first, or wait until they are shown to you.'
        );
    end if;
    perform core.require_quiz_role(quiz, 'results');
end;
$$;

comment on function core.require_may_host is
'Refuses unless at least one of these people may host the quiz (core.may_host). The caller must be among them. PT403
not_the_owner, key_not_shown, PT404 quiz_not_found.';
