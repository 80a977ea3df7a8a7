create or replace function core.draft_items(
    draft jsonb,
    field text,
    fewest integer,
    known text[],          -- fields of an item
    place text default ''
) returns table (n bigint, spot text, item jsonb)
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    most bigint := core.setting('quiz.max_choices');
    items jsonb := draft -> field;
begin
    if items is null then
        perform core.fail_at('missing_field', place, field, ' is missing.');
    end if;
    if jsonb_typeof(items) <> 'array' then
        perform core.fail_at('wrong_type', place, field, ' must be a list.');
    end if;
    if jsonb_array_length(items) not between fewest and most then
        perform core.fail_at('wrong_count', place, field, format(
            ' must have %s to %s entries, not %s.', fewest, most, jsonb_array_length(items)
        ));
    end if;
    for n, item in
        select listed.n, listed.value from jsonb_array_elements(items) with ordinality as listed (value, n)
    loop
        spot := core.entry_place(place, field, n);
        if jsonb_typeof(item) <> 'object' then
            perform core.fail_at('wrong_type', spot, 'it', ' must be an object.');
        end if;
        perform core.refuse_unknown_fields(item, known, spot);
        return next;
    end loop;
end;
$$;

comment on function core.draft_items is
'The objects in a list field of a draft, numbered from 1 (n), each with its place as a JSON Pointer, such as
''/choices/0'' (spot). PT422 missing_field, wrong_type, wrong_count, unknown_field.';
