create or replace function public.my_result(quiz_id uuid) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    person uuid := core.person_id();
    quiz core.quizzes;
    standing core.standings;
    taken jsonb;
    used bigint;
    allowed integer;
begin
    select
        jsonb_agg(core.attempt_summary(row(t.*)::core.attempts) order by t.number),
        count(*) filter (where not t.preview)
    into taken, used
    from core.settled_attempts as t
    where t.quiz_id = my_result.quiz_id and t.user_id = person;
    if taken is null then
        perform core.fail(404, 'no_result', 'You have not taken this quiz.');
    end if;

    select * into quiz from core.quizzes as q where q.id = my_result.quiz_id;
    allowed := quiz.attempts_allowed + coalesce((core.allowance_of(quiz.id, person)).extra_attempts, 0);
    select * into standing from core.standings as s where s.quiz_id = quiz.id and s.user_id = person;
    if not core.knows_score(quiz.id) then
        standing := null;
    end if;
    return core.standing_json(standing) || jsonb_build_object(
        'quiz_id', quiz.id,
        'title', quiz.title,
        'counting_attempt', quiz.counting_attempt,
        'attempt_id', standing.attempt_id,
        'attempts_left', case when allowed is not null then greatest(0, allowed - used) end,
        'attempts', taken
    );
end;
$$;

comment on function public.my_result is
'The caller''s result in a quiz, by the attempt that counts (best, last, first or the average of all), and the caller''s
attempts. Both stay when the quiz is deleted. Scores are null where the caller may not know them. attempts_left is null
if any number of attempts is allowed. PT401 not_signed_in; PT404 no_result.';
revoke execute on function public.my_result from public, anon;
grant execute on function public.my_result to authenticated;
