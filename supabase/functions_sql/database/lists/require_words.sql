create or replace function core.require_words(
    name text,            -- of the parameter
    given text[],
    known text[]
) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if not array_remove(given, null) <@ known then
        perform core.fail(422, 'unknown_value', format('%s must be one of: %s.', name, array_to_string(known, ', ')));
    end if;
end;
$$;

comment on function core.require_words is
'Refuses a parameter with another word than those that are known. PT422 unknown_value.';
