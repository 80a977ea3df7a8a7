create or replace function public.quiz_days(
    first_day date default null,     -- null: from the beginning
    last_day date default null       -- null: until today
) returns table (
    quiz_id uuid,
    day date,
    started bigint,
    finished bigint,
    abandoned bigint,
    takers bigint,
    average_percent numeric,
    pass_percent numeric,
    mean_seconds numeric,
    refreshed_at timestamptz
)
language sql stable
begin atomic
    select
        d.quiz_id,
        d.day,
        d.started,
        d.finished,
        d.abandoned,
        d.takers,
        round(d.percents / nullif(d.finished, 0), 2) as average_percent,
        round(100.0 * d.passed / nullif(d.could_pass, 0), 2) as pass_percent,
        round(d.seconds / nullif(d.finished, 0), 1) as mean_seconds,
        (select k.refreshed_at from core.facts_known as k) as refreshed_at
    from core.attempt_days as d
    where d.day <> '-infinity' and d.day >= coalesce(first_day, '-infinity') and d.day <= coalesce(last_day, 'infinity')
        and (d.started > 0 or d.finished > 0 or d.abandoned > 0);
end;

comment on function public.quiz_days is
'What happened on each day (UTC) in the quizzes that the caller works on, for charts: attempts that began and ended,
people who began their first one, and the means of the finished ones. Previews and deleted attempts are left out. The
figures are complete up to refreshed_at.';

revoke execute on function public.quiz_days from public, anon;
grant execute on function public.quiz_days to authenticated;
