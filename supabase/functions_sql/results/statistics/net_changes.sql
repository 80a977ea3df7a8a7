create or replace function core.net_changes(changes core.statistics_changes[]) returns core.statistics_changes[]
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
begin
    return array(
        select row(
            null, c.quiz_id, c.source_id, c.live,
            sum(c.firsts)::integer, sum(c.bests)::integer, sum(c.lasts)::integer, sum(c.alls)::integer
        )::core.statistics_changes
        from unnest(changes) as c
        group by c.quiz_id, c.source_id, c.live
        having sum(c.firsts) <> 0 or sum(c.bests) <> 0 or sum(c.lasts) <> 0 or sum(c.alls) <> 0
    );
end;
$$;

comment on function core.net_changes is $$
These changes with one for each attempt at most, and without those that undo each other.
> select core.net_changes('{}')
{}
$$;
