create or replace function public.user_stats(time_zone text default 'UTC') returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    person uuid := core.person_id();
    zone text := core.known_time_zone(time_zone);
    today date := (now() at time zone zone)::date;
    done jsonb;
    standing jsonb;
    subjects jsonb;
begin
    select jsonb_build_object(
        'attempts', jsonb_build_object(
            'in_progress', count(*) filter (where t.state = 'in_progress'),
            'finished', count(*) filter (where t.state = 'finished'),
            'abandoned', count(*) filter (where t.state = 'abandoned')
        ),
        'last_finished_at', max(t.finished_at) filter (where t.state = 'finished'),
        'streak_days', core.streaks(
            coalesce(
                array_agg((t.finished_at at time zone zone)::date) filter (where t.state = 'finished'),
                '{}'
            ),
            today
        )
    ) into done
    from core.settled_attempts as t
    where t.user_id = person and not t.preview;

    select jsonb_build_object(
        'quizzes', count(*),
        'passed', count(*) filter (where s.passed),
        'average_percent', core.percent(avg(s.part), 1),
        'best_percent', core.percent(max(s.part), 1)
    ) into standing
    from core.standings as s
    where s.user_id = person and core.knows_score(s.quiz_id);

    subjects := core.subject_results(person);
    return done || standing || jsonb_build_object('best_subject', subjects -> 0 -> 'subject', 'subjects', subjects);
end;
$$;

comment on function public.user_stats is
'The caller''s numbers of attempts, averages over the results that count, streak of days with a finished attempt (in
this time zone), and mean marks by subject. PT401 not_signed_in; PT422 unknown_time_zone.';
revoke execute on function public.user_stats from public, anon;
grant execute on function public.user_stats to authenticated;
