create or replace function core.has_used_attempts(
    quiz core.quizzes,
    person uuid          -- null: everybody who has taken the quiz
) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(case
        when person is null then quiz.attempts_allowed = 1 and not exists (
            select from core.allowances as a where a.quiz_id = quiz.id and a.extra_attempts > 0
        )
        else (
            select count(*) >= quiz.attempts_allowed
                + coalesce((core.allowance_of(quiz, person)).extra_attempts, 0)
                and count(*) filter (where t.state = 'in_progress') = 0
            from core.settled_attempts as t
            where t.quiz_id = quiz.id and t.user_id = person and not t.preview
        )
    end, false);
$$;

comment on function core.has_used_attempts is
'Whether a person has ended the last attempt that the quiz and their allowance give them. Never where the number of
attempts is not limited. Of everybody it is known only where each has one attempt.';
