create or replace function core.mark_order(
    right_order jsonb,   -- [id, …]
    response jsonb       -- the same ids in the order of the response
) returns numeric
language sql immutable parallel safe
return (
    with placed as (
        select expected.place as expected, given.place as given
        from jsonb_array_elements_text(right_order) with ordinality as expected (id, place)
        left join lateral (
            select min(chosen.place) as place
            from jsonb_array_elements_text(
                case when jsonb_typeof(response) = 'array' then response else '[]' end
            ) with ordinality as chosen (id, place)
            where chosen.id = expected.id
        ) as given on true
    )

    select case
        when (select bool_or(placed.given is null) from placed) then 0
        else greatest(0, coalesce(avg(case when one.given < other.given then 1.0 else -1.0 end), 1))
    end
    from placed as one
    inner join placed as other on one.expected < other.expected
);

comment on function core.mark_order is $$
The mark of an order: the number of pairs in the right order minus the number in the wrong order, divided by the number
of all pairs (Kendall's tau), but at least 0. So a swap of two neighbours costs little, wherever they are. An incomplete
order earns nothing.
> select round(core.mark_order('["a", "b", "c", "d"]', '["a", "c", "b", "d"]'), 3)
0.667
> select core.mark_order('["a", "b", "c"]', '["c", "b", "a"]'), core.mark_order('["a", "b", "c"]', '["a", "b"]')
0 | 0
$$;
