create or replace function core.rescore_attempts(attempt_ids uuid[]) returns void
language sql
set search_path = pg_catalog, pg_temp
as $$
    update core.attempts as t
    set
        max_score = total.max_score,
        score = case when t.state = 'finished' then total.score end,
        passed = case when t.state = 'finished' then total.passed end,
        to_mark = case when t.state = 'finished' then total.to_mark else t.to_mark end
    from unnest(attempt_ids) as listed (id)
    cross join lateral (
        select x.* from core.attempt_totals as x where x.id = listed.id offset 0   -- each by its key, not all
    ) as total
    where t.id = listed.id and t.state in ('in_progress', 'finished');
$$;

comment on function core.rescore_attempts is
'Gives attempts the scores that their marks come to after these or their rulings were changed, and the points that they
can earn; those in progress get only the latter. The caller has locked them.';
