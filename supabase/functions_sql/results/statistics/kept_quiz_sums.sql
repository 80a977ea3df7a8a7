create or replace function core.kept_quiz_sums(
    quiz_id uuid,
    counted_as core.counted_as,
    lives boolean[],                      -- false: attempts; true: games
    waiting core.statistics_sums
) returns core.quiz_sums
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select row(
            kept_quiz_sums.quiz_id, false, kept_quiz_sums.counted_as,
            coalesce(sum(k.n), 0), coalesce(sum(k.grade_1), 0), coalesce(sum(k.grade_2), 0),
            coalesce(sum(k.grade_3), 0),
            coalesce(sum(k.grade_4), 0), coalesce(sum(k.total_1), 0), coalesce(sum(k.total_2), 0),
            coalesce(sum(k.max_1), 0), coalesce(sum(k.passed), 0), coalesce(sum(k.decided), 0)
        )::core.quiz_sums
        from (
            select k.*
            from core.quiz_sums as k
            where k.quiz_id = kept_quiz_sums.quiz_id
            union all
            select w.* from unnest(waiting.quizzes) as w
        ) as k
        where k.live = any (lives)
            and k.counted_as = case when k.live then 'all' else kept_quiz_sums.counted_as end
    );
end;
$$;

comment on function core.kept_quiz_sums is 'The sums of a quiz, with what waits.';
