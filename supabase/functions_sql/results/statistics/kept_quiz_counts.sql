create or replace function core.kept_quiz_counts(
    quiz_id uuid,
    counted_as core.counted_as,
    lives boolean[],                      -- false: attempts; true: games
    waiting core.statistics_sums
) returns core.quiz_counts[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return array(
        select row(
            kept_quiz_counts.quiz_id, false, kept_quiz_counts.counted_as, k.axis, k.bucket, sum(k.n)
        )::core.quiz_counts
        from (
            select k.*
            from core.quiz_counts as k
            where k.quiz_id = kept_quiz_counts.quiz_id
            union all
            select w.* from unnest(waiting.quiz_counts) as w
        ) as k
        where k.live = any (lives)
            and k.counted_as = case when k.live then 'all' else kept_quiz_counts.counted_as end
        group by k.axis, k.bucket
        having sum(k.n) > 0
        order by k.axis, k.bucket
    );
end;
$$;

comment on function core.kept_quiz_counts is 'The histograms of a quiz, with what waits, ascending.';
