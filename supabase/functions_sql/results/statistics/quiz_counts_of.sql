create or replace function core.quiz_counts_of(changes core.statistics_changes[]) returns setof core.quiz_counts
language plpgsql stable
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan     -- planned once, not for each attempt
as $$
begin
    if changes = '{}' then
        return;
    end if;
    return query
    select c.quiz_id, c.live, w.counted_as, b.axis, b.bucket, sum(w.weight)
    from unnest(changes) as c
    cross join lateral (select x.* from core.attempt_facts as x where x.source_id = c.source_id offset 0) as f
    cross join lateral (
        values ('score'::core.quiz_axis, f.grade), ('time', core.time_bucket(f.seconds))
    ) as b (axis, bucket)
    cross join lateral core.weights_of(c) as w
    group by c.quiz_id, c.live, w.counted_as, b.axis, b.bucket;
end;
$$;

comment on function core.quiz_counts_of is 'What these changes add to core.quiz_counts.';
