create or replace function core.read_cursor(
    cursor_text text,  -- null: the top of the list
    types text[],      -- of what the list is sorted by, descending, such as {timestamptz,uuid}
    first text default null    -- what the first value must be; null: anything
) returns text[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    padded text := translate(cursor_text, '-_', '+/') || repeat('=', -length(cursor_text) & 3);
    place text[];
begin
    if cursor_text is null then
        return array(
            select case top.type
                when 'uuid' then 'ffffffff-ffff-ffff-ffff-ffffffffffff'
                when 'bigint' then '9223372036854775807'
                else 'infinity'
            end
            from unnest(types) with ordinality as top (type, n)
            order by top.n
        );
    end if;
    if length(cursor_text) <= 2000 then   -- longer than any real cursor, which may have a title
        begin
            place := array(select jsonb_array_elements_text(convert_from(decode(padded, 'base64'), 'UTF8')::jsonb));
            for n in 1..cardinality(types) loop
                execute format('select %L::%s', place[n], types[n]::regtype);
            end loop;
        exception when data_exception then
            place := null;
        end;
    end if;
    if place is null or cardinality(place) <> cardinality(types) or array_position(place, null) is not null
        or place[1] <> first then
        perform core.fail(
            422, 'bad_cursor', 'This cursor did not come from this list. Leave it out to start at the top.'
        );
    end if;
    return place;
end;
$$;

comment on function core.read_cursor is
'The values that the row of a cursor is sorted by; each can be cast to its type. Without a cursor, values above those of
any row, so that every list can compare with them and use its index. PT422 bad_cursor.';
