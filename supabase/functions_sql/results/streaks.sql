create or replace function core.streaks(
    days date[],    -- on which an attempt was finished, in any order, with or without repeats
    today date
) returns jsonb
language sql immutable parallel safe
return (
    with placed as (
        select done.day, done.day - row_number() over (order by done.day)::integer as run
        from (select distinct unnest(days)) as done (day)
    ),

    runs as (
        select count(*) as length, max(placed.day) as last_day from placed group by placed.run
    )

    select jsonb_build_object(
        'current', coalesce(max(runs.length) filter (where runs.last_day >= today - 1), 0),
        'longest', coalesce(max(runs.length), 0)
    )
    from runs
);

comment on function core.streaks is $$
The current and the longest number of days in a row. The current one ends when a whole day is missed.
> select core.streaks('{2026-11-01,2026-11-02,2026-11-03,2026-11-07,2026-11-08}', '2026-11-09')
{"current": 2, "longest": 3}
> select core.streaks('{2026-11-01,2026-11-02}', '2026-11-09')
{"current": 0, "longest": 2}
$$;
