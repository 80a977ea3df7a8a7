create or replace function core.read_cursor(
    cursor_text text,
    types text[]       -- what it must hold, such as {timestamptz,uuid}
) returns text[]
language plpgsql stable
set search_path = ''
as $$
declare
    padded text := translate(cursor_text, '-_', '+/') || repeat('=', -length(cursor_text) & 3);
    place text[];
begin
    if cursor_text is null then
        return null;
    end if;
    begin
        place := array(select jsonb_array_elements_text(convert_from(decode(padded, 'base64'), 'UTF8')::jsonb));
        for n in 1..cardinality(types) loop
            execute format('select %L::%s', place[n], types[n]::regtype);
        end loop;
    exception when data_exception then
        place := null;
    end;
    if place is null or cardinality(place) <> cardinality(types) or array_position(place, null) is not null then
        perform core.fail(422, 'bad_cursor', 'This cursor is not one that a list gave. Leave it out to start at the top.');
    end if;
    return place;
end;
$$;

comment on function core.read_cursor is
'What a cursor holds, each part castable to its type; null for no cursor. PT422 bad_cursor for anything else.';
