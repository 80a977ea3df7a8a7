create or replace function core.response_sums_of(changes core.statistics_changes[]) returns setof core.response_sums
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
        c.quiz_id, c.live, w.counted_as, f.question_id, f.version,
        md5(f.response::text)::uuid, f.response, sum(w.weight)
    from unnest(changes) as c
    cross join lateral (
        select x.* from core.mark_facts as x where x.source_id = c.source_id and x.response is not null offset 0
    ) as f
    cross join lateral core.weights_of(c) as w
    group by c.quiz_id, c.live, w.counted_as, f.question_id, f.version, f.response;
end;
$$;

comment on function core.response_sums_of is 'What these changes add to core.response_sums.';
