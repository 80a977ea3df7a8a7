create or replace function core.may_host(quiz core.quizzes, person uuid) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(quiz.deleted_at is null and (
        core.quiz_role(quiz, person) is not null
        or (
            quiz.visibility = 'public'
            and (quiz.opens_at is null or quiz.opens_at <= now())
            and core.shown_now(quiz.key_shown, quiz, person)
            and (
                core.shown_now('after_close', quiz, person)
                -- they could see the key with one more attempt, at no cost
                or (quiz.attempts_allowed is null and quiz.counting_attempt in ('best', 'last'))
                or exists (
                    select from core.attempts as t
                    where t.quiz_id = quiz.id and t.user_id = person and t.state = 'finished' and t.deleted_at is null
                )
            )
        )
    ), false);
$$;

comment on function core.may_host is
'Whether a person may make rooms of a quiz. Hosting shows the key of every question. So apart from the owner and
collaborators, only people who may already know the key may host: the quiz is public and open, its key is shown, and
they have taken it, or it has closed, or it may be taken any number of times.';
