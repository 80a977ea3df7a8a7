create or replace function core.weights_of(change core.statistics_changes)
returns table (counted_as core.counted_as, weight integer)
language sql immutable parallel safe
begin atomic
    select w.counted_as, w.weight
    from (
        values
            ('first'::core.counted_as, (change).firsts),
            ('best', (change).bests),
            ('last', (change).lasts),
            ('all', (change).alls)
    ) as w (counted_as, weight)
    where w.weight <> 0;
end;

comment on function core.weights_of is $$
How often a change adds its attempt, and to which.
> select * from core.weights_of(jsonb_populate_record(null::core.statistics_changes,
>   '{"firsts": 0, "bests": -1, "lasts": 0, "alls": 1}')) where weight > 0
all | 1
$$;
