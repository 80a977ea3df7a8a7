create or replace function core.quiz_sums_of(changes core.statistics_changes[]) returns setof core.quiz_sums
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
        c.quiz_id,
        c.live,
        w.counted_as,
        sum(w.weight)::bigint,
        sum(w.weight * f.grade::numeric),
        sum(w.weight * power(f.grade::numeric, 2)),
        sum(w.weight * power(f.grade::numeric, 3)),
        sum(w.weight * power(f.grade::numeric, 4)),
        sum(w.weight * f.total),
        sum(w.weight * f.total * f.total),
        sum(w.weight * f.max_score),
        coalesce(sum(w.weight) filter (where f.passed), 0),
        coalesce(sum(w.weight) filter (where f.passed is not null), 0)
    from unnest(changes) as c
    cross join lateral (select x.* from core.attempt_facts as x where x.source_id = c.source_id offset 0) as f
    cross join lateral core.weights_of(c) as w
    group by c.quiz_id, c.live, w.counted_as;
end;
$$;

comment on function core.quiz_sums_of is 'What these changes add to core.quiz_sums.';
