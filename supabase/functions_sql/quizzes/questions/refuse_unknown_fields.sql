create or replace function core.refuse_unknown_fields(
    draft jsonb,
    known text[],
    place text default ''
) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    unknown text;
begin
    if draft - known <> '{}' then
        unknown := min(field) from jsonb_object_keys(draft - known) as given (field);
        perform core.fail_at('unknown_field', place, null, format(
            '“%s” is not a field here. The fields are: %s.', left(unknown, 50), array_to_string(known, ', ')
        ));
    end if;
end;
$$;

comment on function core.refuse_unknown_fields is
'Refuses unknown fields: PT422 unknown_field, naming the first one. place: where the object is, such as
''/choices/2''.';
