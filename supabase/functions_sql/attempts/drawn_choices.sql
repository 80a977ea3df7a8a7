create or replace function core.drawn_choices(
    choices jsonb,         -- [{"id", "text", …}]
    choice_order text[]
) returns jsonb
language sql immutable parallel safe
return (
    select coalesce(jsonb_agg(
        listed.choice - 'pinned' order by array_position(choice_order, listed.choice ->> 'id')
    ), '[]')
    from jsonb_array_elements(choices) as listed (choice)
);

comment on function core.drawn_choices is $$
Choices in the order that was drawn for an attempt or a player, who need not know which are pinned.
> select core.drawn_choices('[{"id": "a"}, {"id": "b"}, {"id": "c"}]', '{c,a,b}')
[{"id": "c"}, {"id": "a"}, {"id": "b"}]
$$;
