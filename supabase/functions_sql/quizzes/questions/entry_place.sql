create or replace function core.entry_place(
    place text,    -- of what has the list, as a JSON Pointer; '' at the top
    list text,     -- the field, such as 'choices'
    n bigint       -- of the entry, from 1
) returns text
language sql immutable parallel safe
return concat(place, '/', list, '/', n - 1);

comment on function core.entry_place is $$
The place of an entry of a list as a JSON Pointer (RFC 6901).
> select core.entry_place('/questions/3', 'choices', 1)
/questions/3/choices/0
$$;
