create or replace function core.number_reading(given jsonb) returns text
language sql immutable parallel safe
return (
    select format('Read as %s.', read.number::double precision)
    from (select core.read_number(given) as number) as read
    where jsonb_typeof(given) = 'string'
        and trim(given #>> '{}') not in (read.number::text, (read.number::double precision)::text)
);

comment on function core.number_reading is $$
How a number that was typed was read, as a sentence; null if it was typed that way, or can't be read.
> select core.number_reading('"1 234"'), core.number_reading('"1/2"'), core.number_reading('"1234"')
Read as 1234. | Read as 0.5. | null
$$;
