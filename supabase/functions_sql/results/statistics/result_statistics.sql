create or replace function core.result_statistics(
    quiz core.quizzes,
    waiting core.statistics_sums     -- core.sums_of(core.waiting_changes)
) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    counting core.counted_as := case when quiz.counting_attempt <> 'average' then quiz.counting_attempt::text end;
    sums core.quiz_sums := core.kept_quiz_sums(quiz.id, counting, '{f}', waiting);
    parts core.quiz_counts[];     -- the results that count, in millionths of the points
    finished bigint := (core.kept_quiz_sums(quiz.id, 'all', '{f}', waiting)).n;
    in_progress bigint;
    abandoned bigint;
begin
    if counting is null then     -- the average of all counts
        parts := array(
            select row(quiz.id, false, 'all', 'score', core.quiz_points(s.part), count(*))::core.quiz_counts
            from core.standings as s
            where s.quiz_id = quiz.id
            group by core.quiz_points(s.part)
        );
        select count(*) filter (where s.passed), count(s.passed) into sums.passed, sums.decided
        from core.standings as s
        where s.quiz_id = quiz.id;
    else
        parts := array(
            select row(quiz.id, false, counting, 'score', greatest(0, k.bucket), sum(k.n))::core.quiz_counts
            from unnest(core.kept_quiz_counts(quiz.id, counting, '{f}', waiting)) as k
            where k.axis = 'score'
            group by greatest(0, k.bucket)
        );
    end if;
    select
        count(*) filter (where s.state = 'in_progress'),
        count(*) filter (where s.state = 'abandoned')
    into in_progress, abandoned
    from core.attempts as t
    cross join lateral core.settled(t.id) as s
    where t.quiz_id = quiz.id and t.state = 'in_progress' and not t.preview and t.deleted_at is null;
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
have ended were handed in. Where the average of all attempts counts, this reads the results of all people.';
