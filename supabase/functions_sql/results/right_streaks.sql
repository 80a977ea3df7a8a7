create or replace function core.right_streaks(rights boolean[]) returns jsonb
language sql immutable parallel safe
return (
    with numbered as (
        select
            r.was_right,
            r.place,
            r.place - row_number() over (partition by r.was_right order by r.place) as run
        from unnest(rights) with ordinality as r (was_right, place)
    ),

    runs as (
        select count(*) as length, max(n.place) as last from numbered as n where n.was_right group by n.run
    )

    select jsonb_build_object(
        'current', coalesce(max(runs.length) filter (where runs.last = cardinality(rights)), 0),
        'longest', coalesce(max(runs.length), 0)
    )
    from runs
);

comment on function core.right_streaks is $$
The current and the longest number of right answers in a row.
> select core.right_streaks('{t,t,t,f,t}'), core.right_streaks('{}')
{"current": 1, "longest": 3} | {"current": 0, "longest": 0}
$$;
