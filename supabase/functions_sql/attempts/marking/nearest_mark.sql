create or replace function core.nearest_mark(
    key jsonb,        -- as in core.questions.key
    fraction numeric, -- by core.mark
    nearness bigint   -- the rank of the response by its distance from the right value, from 1
) returns numeric
language sql immutable parallel safe
return case when nearness = 1 and fraction is not null and (key -> 'nearest')::boolean then 1 else fraction end;

comment on function core.nearest_mark is $$
The mark in a live game of a response to a question that the nearest answer wins: the nearest responses earn all of the
points, even if they are not exact. Marks of other questions stay as they are.
> select core.nearest_mark('{"nearest": true}', 0.2, 1), core.nearest_mark('{"nearest": true}', 0.2, 2),
>   core.nearest_mark('{}', 0.2, 1)
1 | 0.2 | 0.2
$$;
