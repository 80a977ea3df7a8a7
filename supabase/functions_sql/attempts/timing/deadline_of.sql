create or replace function core.deadline_of(
    attempt core.attempts,
    quiz core.quizzes,
    allowance core.allowances   -- the taker's; all null: there is none
) returns timestamptz
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select greatest(
        least(
            attempt.started_at + make_interval(
                secs => quiz.time_limit_s * coalesce(allowance.time_factor, 1) + coalesce(allowance.extra_time_s, 0)
            ),
            case when not attempt.preview then coalesce(allowance.closes_at, quiz.closes_at) end
        ),
        attempt.extended_to
    );
$$;

comment on function core.deadline_of is
'When an attempt ends: after the time limit and the taker''s extra time, but no later than closing; in any case not
before what the owner extended this attempt to. Closing does not apply to previews. It is before the start where a quiz
was closed to a time before that. Null: it has no deadline. attempts.deadline has this value: core.new_attempt writes it
first, and core.move_deadlines after every change on which it depends.';
