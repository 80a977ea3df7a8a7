create or replace function core.normalise_order(
    items jsonb,            -- [{"text", "media_url"?, "media_alt"?}] in the right order
    known_choices jsonb
) returns jsonb
language sql immutable parallel safe
return (
    with stored as (
        -- neither the ids nor the places of the stored choices may show the right order
        select
            listed.item,
            listed.n,
            row_number() over (order by sha256(convert_to(listed.item ->> 'text', 'UTF8'))) as place
        from jsonb_array_elements(items) with ordinality as listed (item, n)
    ),

    identified as (
        select stored.*, (core.choice_ids(
            (select array_agg(s.item ->> 'text' order by s.place) from stored as s), known_choices
        ))[stored.place] as id
        from stored
    )

    select jsonb_build_object(
        'choices', jsonb_agg(jsonb_build_object('id', id) || item order by place),
        'key', jsonb_build_object('order', jsonb_agg(id order by n))
    )
    from identified
);

comment on function core.normalise_order is $$
The choices and the answer key of an ordering: {"choices", "key": {"order"}}. The choices are stored in the order of a
hash of their texts, to hide the right order.
> select core.normalise_order('[{"text": "one"}, {"text": "two"}, {"text": "three"}]', '[]') -> 'key'
{"order": ["b", "a", "c"]}
$$;
