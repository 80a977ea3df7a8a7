create or replace function public.my_result(
    quiz_id uuid,
    guest_token text default null    -- of a guest; null: the caller
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    person uuid := core.taker_id(guest_token);
    quiz core.quizzes;
    standing core.standings;
    used bigint;
    allowed integer;
begin
    select count(*) filter (where not t.preview) into used
    from core.attempts as t
    where t.quiz_id = my_result.quiz_id and t.user_id = person and t.deleted_at is null
    having count(*) > 0;
    if used is null then
        perform core.fail(404, 'no_result', 'You have not taken this quiz.');
    end if;

    select * into quiz from core.quizzes as q where q.id = my_result.quiz_id;
    allowed := quiz.attempts_allowed + coalesce((core.allowance_of(quiz, person)).extra_attempts, 0);
    select * into standing from core.standings as s where s.quiz_id = quiz.id and s.user_id = person;
    if not core.knows_score(quiz.id, person) then
        standing := null;
    end if;
    return core.standing_json(standing) || core.latest_attempts(quiz.id, person, true, person) || jsonb_build_object(
        'quiz_id', quiz.id,
        'title', quiz.title,
        'counting_attempt', quiz.counting_attempt,
        'attempt_id', standing.attempt_id,
        'attempts_left', case when allowed is not null then greatest(0, allowed - used) end
    );
end;
$$;

comment on function public.my_result is
'The caller''s result in a quiz, by the attempt that counts (best, last, first or the average of all), and the caller''s
latest attempts (core.latest_attempts). Both stay when the quiz is deleted. Scores are null where the caller may not
know them. attempts_left is null if any number of attempts is allowed. PT401 not_signed_in, unknown_guest_token,
guest_claimed; PT404 no_result.';
revoke execute on function public.my_result from public;
grant execute on function public.my_result to anon, authenticated;
