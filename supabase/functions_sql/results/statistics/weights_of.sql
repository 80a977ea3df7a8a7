create or replace function core.weights_of(
    firsts integer,     -- of core.statistics_changes
    bests integer,
    lasts integer,
    alls integer
) returns table (counted_as core.counted_as, weight integer)
language sql immutable parallel safe
begin atomic
    select w.counted_as, w.weight
    from (
        values ('first'::core.counted_as, firsts), ('best', bests), ('last', lasts), ('all', alls)
    ) as w (counted_as, weight)
    where w.weight <> 0;
end;

comment on function core.weights_of is $$
How often a change adds its attempt, and to which.
> select * from core.weights_of(0, -1, 0, 1) where weight > 0
all | 1
$$;
