create or replace function core.mark_matching(
    matches jsonb,    -- {item id: choice id}
    response jsonb    -- the same, of some or all items
) returns numeric
language sql immutable parallel safe
return (
    select count(*) filter (
        where jsonb_typeof(response) = 'object' and response -> matched.item = matched.choice
    )::numeric / count(*)
    from jsonb_each(matches) as matched (item, choice)
);

comment on function core.mark_matching is $$
The mark of a matching: the part of the items that are matched rightly.
> select core.mark_matching('{"a": "c", "b": "a"}', '{"a": "c", "b": "b"}'),
>   core.mark_matching('{"a": "c", "b": "a"}', '["c", "a"]')
0.50000000000000000000 | 0.00000000000000000000
$$;
