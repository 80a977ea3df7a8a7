create or replace function core.result_statistics(
    quiz core.quizzes,
    changes core.statistics_changes[],     -- core.waiting_changes
    waiting core.statistics_sums     -- core.sums_of these
) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    counting core.counted_as := core.counted_as_of(quiz.counting_attempt);
    sums core.quiz_sums := core.kept_quiz_sums(quiz.id, counting, '{f}', waiting);
    parts core.quiz_counts[];     -- the results that count, in millionths of the points
    finished bigint;
    in_progress bigint;
    abandoned bigint;
begin
    if counting is null then
        parts := core.kept_averages(quiz.id);
        select
            coalesce(sum(p.n) filter (where p.bucket >= 10000 * quiz.pass_mark), 0),
            coalesce(sum(p.n) filter (where quiz.pass_mark is not null), 0)
        into sums.passed, sums.decided
        from unnest(parts) as p;
    else
        parts := array(
            select row(quiz.id, false, counting, 'score', greatest(0, k.bucket), sum(k.n))::core.quiz_counts
            from unnest(core.kept_quiz_counts(quiz.id, counting, '{f}', waiting)) as k
            where k.axis = 'score'
            group by greatest(0, k.bucket)
        );
    end if;

    select coalesce(sum(k.n), 0) into finished
    from core.quiz_sums as k
    where k.quiz_id = quiz.id and not k.live and k.counted_as = 'all';
    finished := finished + (select coalesce(sum(c.alls), 0) from unnest(changes) as c where not c.live);
    select
        count(*) filter (where s.state = 'in_progress'),
        count(*) filter (where s.state = 'abandoned')
    into in_progress, abandoned
    from (
        select case
            when t.deadline < core.overdue_before() then (core.settled(t.id)).state else t.state
        end as state
        from core.attempts as t
        where t.quiz_id = quiz.id and t.state = 'in_progress' and not t.preview and t.deleted_at is null
    ) as s;
    abandoned := abandoned + (
        select count(*)
        from core.attempts as t
        where t.quiz_id = quiz.id and t.state = 'abandoned' and not t.preview and t.deleted_at is null
    );
    return (
        select jsonb_build_object(
            'people', coalesce(sum(p.n), 0),
            'average_percent', core.percent(sum(p.n * p.bucket) / sum(p.n), 1000000),
            'median_percent', core.percent(core.median_of(parts, 'score'), 1000000),
            'lowest_percent', core.percent(min(p.bucket), 1000000),
            'highest_percent', core.percent(max(p.bucket), 1000000),
            'passed', sums.passed,
            'pass_percent', core.percent(sums.passed, sums.decided),
            'attempts', jsonb_build_object(
                'in_progress', in_progress, 'finished', finished, 'abandoned', abandoned
            ),
            'completed_percent', core.percent(finished, finished + abandoned)
        )
        from unnest(parts) as p
    );
end;
$$;

comment on function core.result_statistics is
'Figures over the results that count in a quiz, the number of attempts in each state, and how many percent of those that
have ended were handed in.';
