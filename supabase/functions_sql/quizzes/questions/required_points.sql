create or replace function core.required_points(
    draft jsonb,
    place text,
    lowest numeric,
    highest numeric default 10000
) returns numeric
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if not draft ? 'points' then
        perform core.fail_at('missing_field', place, 'points', ' is missing. It must be a number.');
    end if;
    return core.draft_number(draft, 'points', place, lowest, highest, 2);
end;
$$;

comment on function core.required_points is
'The points of a part of a draft, in hundredths. PT422 missing_field, wrong_type, out_of_range.';
