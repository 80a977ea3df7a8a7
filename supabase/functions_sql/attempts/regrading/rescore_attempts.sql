create or replace function core.rescore_attempts(attempt_ids uuid[]) returns void
language sql
set search_path = pg_catalog, pg_temp
as $$
    update core.attempts as t
    set score = total.score, passed = total.passed, to_mark = total.to_mark
    from unnest(attempt_ids) as listed (id)
    cross join lateral (
        select x.* from core.attempt_totals as x where x.id = listed.id offset 0   -- each by its key, not all
    ) as total
    where t.id = listed.id and t.state = 'finished';
$$;

comment on function core.rescore_attempts is
'Gives finished attempts the scores that their marks come to after these were changed. The caller has locked them.';
