create or replace function public.my_performance(time_zone text default 'UTC') returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    person uuid := core.person_id();
    zone text := core.known_time_zone(time_zone);
    months jsonb;
    place jsonb;
begin
    select coalesce(jsonb_agg(jsonb_build_object(
        'month', m.month, 'attempts', m.attempts, 'average_percent', core.percent(m.part, 1)
    ) order by m.month), '[]')
    into months
    from (
        select
            date_trunc('month', t.finished_at at time zone zone)::date as month,
            count(*) as attempts,
            avg(t.score / nullif(t.max_score, 0)) filter (where core.knows_score(t.quiz_id)) as part
        from core.settled_attempts as t
        where t.user_id = person and not t.preview and t.state = 'finished'
        group by 1
    ) as m;

    select jsonb_build_object(
        'rank', core.board_rank(p.board_id, p.points),
        'percentile', core.percentile_of(p.board_id, p.points),
        'points', trim_scale(p.points / 100.0)
    ) into place
    from core.places as p
    where p.user_id = person and p.board_id = (select b.id from core.period_board('all', null) as b);

    return core.answers_summed_up(person) || jsonb_build_object('months', months, 'global_place', place);
end;
$$;

comment on function public.my_performance is
'How the caller does: the mean result of each month (in this time zone), right answers in a row, accuracy with counts
and the time for a question by subject, difficulty and kind, the best and the weakest subject, and the rank and
percentile rank on the global board. It counts what the caller may know: scores, and marks where a quiz shows them.
user_stats has totals and the streak of days. PT401 not_signed_in; PT422 unknown_time_zone.';

revoke execute on function public.my_performance from public, anon;
grant execute on function public.my_performance to authenticated;
