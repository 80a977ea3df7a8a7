create or replace function public.compare_groups(
    quiz_id uuid default null,           -- null: all quizzes of the caller's own
    time_zone text default 'UTC'         -- in which weeks begin
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    me uuid := core.person_id();
    zone text := core.known_time_zone(time_zone);
    quizzes uuid[];
begin
    if quiz_id is null then
        quizzes := array(select q.id from core.quizzes as q where q.owner_id = me and q.deleted_at is null);
    else
        quizzes := array[(core.own_quiz(quiz_id)).id];
    end if;
    return (
        with results as materialized (
            select
                k.user_id,
                100 * k.part as percent,
                k.passed,
                date_trunc('week', k.finished_at at time zone zone)::date as week
            from core.kept_standings as k
            where k.quiz_id = any (quizzes) and k.span = 'all' and k.attempts > 0
        ),

        listed as materialized (
            select null::uuid as group_id, null::text as name, r.*
            from results as r
            union all
            select g.id, g.name, r.*
            from core.groups as g
            inner join core.group_members as m on m.group_id = g.id
            inner join results as r on r.user_id = m.user_id
            where g.owner_id = me
        ),

        weekly as (
            select
                l.group_id,
                jsonb_agg(jsonb_build_object('week', l.week, 'results', l.n, 'mean', l.mean) order by l.week) as weeks
            from (
                select w.group_id, w.week, count(*) as n, trim_scale(round(avg(w.percent), 2)) as mean
                from listed as w
                where w.week is not null
                group by w.group_id, w.week
            ) as l
            group by l.group_id
        ),

        spread as (
            select
                l.group_id,
                array_agg(coalesce(c.n, 0) order by l.step) as counts
            from (select distinct d.group_id, s.step from listed as d cross join generate_series(0, 9) as s (step)) as l
            left join (
                select h.group_id, least(9, greatest(0, floor(h.percent / 10)))::integer as step, count(*) as n
                from listed as h
                group by 1, 2
            ) as c on c.group_id is not distinct from l.group_id and c.step = l.step
            group by l.group_id
        ),

        summed as (
            select
                l.group_id, l.name, count(*) as results, count(distinct l.user_id) as people,
                trim_scale(round(avg(l.percent), 2)) as mean,
                trim_scale(round((percentile_cont(0.5) within group (order by l.percent))::numeric, 2)) as median,
                count(*) filter (where l.passed) as passed
            from listed as l
            group by l.group_id, l.name
        )

        select jsonb_build_object(
            'quiz_id', compare_groups.quiz_id,
            'groups', coalesce(jsonb_agg(jsonb_build_object(
                'group_id', s.group_id, 'name', s.name, 'people', s.people, 'results', s.results, 'mean', s.mean,
                'median', s.median, 'passed', s.passed, 'spread', to_jsonb(p.counts),
                'weeks', coalesce(w.weeks, '[]')
            ) order by s.group_id is not null, core.sort_key(s.name), s.group_id), '[]')
        )
        from summed as s
        inner join spread as p on p.group_id is not distinct from s.group_id
        left join weekly as w on w.group_id is not distinct from s.group_id
    );
end;
$$;

comment on function public.compare_groups is
'The results that count in a quiz that the caller works on, or in all quizzes of the caller''s own, of everybody and of
each of the caller''s groups: {"quiz_id", "groups": [{"group_id", "name", "people", "results", "mean", "median",
"passed", "spread", "weeks": [{"week", "results", "mean"}]}]}. First everybody, whose "group_id" and "name" are null,
then the groups with results by name. "mean" and "median" are percents; "spread" has the numbers of results from 0 to
9 %, from 10 % and so on up to 100 %; a week is named by its Monday, and has the results that were finished in it. PT401
not_signed_in; PT403 not_the_owner; PT404 quiz_not_found; PT422 unknown_time_zone.';

revoke execute on function public.compare_groups from public, anon;
grant execute on function public.compare_groups to authenticated;
