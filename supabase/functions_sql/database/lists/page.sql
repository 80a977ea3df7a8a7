create or replace function core.page(
    listed jsonb[],    -- [item, …the values it is sorted by] of each row, in order; one more than size if there is one
    size integer
) returns jsonb
language sql immutable parallel safe
return jsonb_build_object(
    'items', coalesce(
        (select jsonb_agg(row.entry -> 0 order by row.n) from unnest(listed[:size]) with ordinality as row (entry, n)),
        '[]'
    ),
    'next_cursor', case
        when cardinality(listed) > size
            then core.cursor_of(variadic array(select jsonb_array_elements_text(listed[size] - 0)))
    end
);

comment on function core.page is $$
A page of a list: {"items", "next_cursor"}, as every list function returns it. next_cursor is null on the last page.
> select core.page(array['["a", 3]', '["b", 2]', '["c", 1]']::jsonb[], 2)
{"items": ["a", "b"], "next_cursor": "WyIyIl0"}
> select core.page(array['["c", 1]']::jsonb[], 2), core.page(null, 2)
{"items": ["c"], "next_cursor": null} | {"items": [], "next_cursor": null}
$$;
