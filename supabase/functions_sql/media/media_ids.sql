create or replace function core.media_ids(words text) returns uuid[]
language sql immutable parallel safe
return array(
    select distinct found.parts[1]::uuid
    from regexp_matches(
        words, '/media/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})', 'g'
    ) as found (parts)
    order by found.parts[1]::uuid
);

comment on function core.media_ids is $$
The pictures and sounds to which a text refers.
> select core.media_ids('See ![a map](/media/0b7e2f6a-5c1d-4e8f-9a3b-2d4c6e8f0a1b).')
{0b7e2f6a-5c1d-4e8f-9a3b-2d4c6e8f0a1b}
$$;
