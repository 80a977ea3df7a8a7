create or replace function core.question_sums_of(changes core.statistics_changes[]) returns setof core.question_sums
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
        f.question_id,
        f.version,
        sum(w.weight)::bigint,
        coalesce(sum(w.weight) filter (where f.answered), 0),
        coalesce(sum(w.weight) filter (where f.to_mark), 0),
        coalesce(sum(w.weight) filter (where f.mark is not null), 0),
        coalesce(sum(w.weight * f.mark), 0),
        coalesce(sum(w.weight * f.mark * f.mark), 0),
        coalesce(sum(w.weight * (f.total - f.mark)), 0),
        coalesce(sum(w.weight * (f.total - f.mark) * (f.total - f.mark)), 0),
        coalesce(sum(w.weight * f.mark * (f.total - f.mark)), 0),
        coalesce(sum(w.weight * f.max_score) filter (where f.mark is not null), 0)
    from unnest(changes) as c
    cross join lateral (select x.* from core.mark_facts as x where x.source_id = c.source_id offset 0) as f
    cross join lateral core.weights_of(c) as w
    group by c.quiz_id, c.live, w.counted_as, f.question_id, f.version;
end;
$$;

comment on function core.question_sums_of is 'What these changes add to core.question_sums.';
