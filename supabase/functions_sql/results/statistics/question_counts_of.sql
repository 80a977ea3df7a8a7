create or replace function core.question_counts_of(changes core.statistics_changes[])
returns setof core.question_counts
language plpgsql stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan     -- planned once, not for each attempt
as $$
begin
    if changes = '{}' then
        return;
    end if;
    return query
    select
        c.quiz_id, c.live, w.counted_as, f.question_id, f.version, b.axis, b.bucket,
        sum(w.weight)::bigint, sum(w.weight * b.points)
    from unnest(changes) as c
    cross join lateral (
        select x.* from core.mark_facts as x where x.source_id = c.source_id and x.mark is not null offset 0
    ) as f
    cross join lateral (
        values
            ('mark'::core.question_axis, trim_scale(f.mark), f.mark),
            ('rest', core.whole_percent(f.total - f.mark, f.max_score), f.total - f.mark),
            ('score', core.whole_percent(f.total, f.max_score), f.mark)
    ) as b (axis, bucket, points)
    cross join lateral core.weights_of(c) as w
    group by c.quiz_id, c.live, w.counted_as, f.question_id, f.version, b.axis, b.bucket;
end;
$$;

comment on function core.question_counts_of is 'What these changes add to core.question_counts.';
