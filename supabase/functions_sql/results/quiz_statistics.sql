create or replace function public.quiz_statistics(quiz_id uuid) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.own_quiz(quiz_id);
    attempts jsonb;
    completed numeric;
    people jsonb;
begin
    select jsonb_build_object(
        'in_progress', count(*) filter (where t.state = 'in_progress'),
        'finished', count(*) filter (where t.state = 'finished'),
        'abandoned', count(*) filter (where t.state = 'abandoned')
    ), core.percent(count(*) filter (where t.state = 'finished'), count(*) filter (where t.state <> 'in_progress'))
    into attempts, completed
    from core.settled_attempts as t
    where t.quiz_id = quiz.id and not t.preview;

    select jsonb_build_object(
        'people', count(*),
        'average_percent', core.percent(avg(s.part), 1),
        'median_percent', core.percent(percentile_cont(0.5) within group (order by s.part)::numeric, 1),
        'lowest_percent', core.percent(min(s.part), 1),
        'highest_percent', core.percent(max(s.part), 1),
        'passed', count(*) filter (where s.passed),
        'pass_percent', core.percent(count(*) filter (where s.passed), count(s.passed))
    ) into people
    from core.standings as s
    where s.quiz_id = quiz.id;

    return people || jsonb_build_object(
        'quiz_id', quiz.id,
        'title', quiz.title,
        'attempts', attempts,
        'completed_percent', completed,
        'questions', core.question_statistics(quiz.id)
    );
end;
$$;

comment on function public.quiz_statistics is
'Figures of a quiz of the caller''s over the results that count, how many percent of the attempts that have ended were
handed in, and figures of its questions over first attempts
(core.question_statistics). PT401 not_signed_in; PT404 quiz_not_found; PT403 not_the_owner.';
revoke execute on function public.quiz_statistics from public, anon;
grant execute on function public.quiz_statistics to authenticated;
