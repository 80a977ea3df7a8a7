create or replace function core.positive_number(
    draft jsonb,
    field text,
    place text default ''
) returns numeric
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    number numeric := core.draft_number(draft, field, place);
begin
    if number <= 0 then
        perform core.fail_at('out_of_range', place, field, ' must be above 0.');
    end if;
    return number;
end;
$$;

comment on function core.positive_number is 'A number field above 0 of a draft; null if it is absent. PT422 wrong_type,
out_of_range.';
