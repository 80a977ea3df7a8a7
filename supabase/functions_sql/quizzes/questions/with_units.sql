create or replace function core.with_units(
    draft jsonb,
    key jsonb,         -- {"ranges"}: of numbers in the first unit
    place text default ''
) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    units jsonb;
    required boolean := core.draft_boolean(draft, 'unit_required', place);
    share numeric := core.draft_number(draft, 'unit_share', place, 0, 1);
begin
    if not draft ? 'units' then
        if num_nonnulls(required, share) > 0 then
            perform core.fail_at(
                'units_missing', place, 'units',
                ' is missing. Without units, there is no “unit_required” or “unit_share”.'
            );
        end if;
        return jsonb_build_object('key', key);
    end if;
    select jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
        'unit', core.typed_text(core.draft_text(listed.item, 'unit', 50, listed.spot, required => true)),
        'factor', case
            when listed.item ? 'factor' then core.positive_number(listed.item, 'factor', listed.spot)
            when listed.n = 1 then 1
        end
    )) order by listed.n)
    into units
    from core.draft_items(draft, 'units', 1, '{unit,factor}', place) as listed;
    if (units -> 0 -> 'factor')::numeric <> 1 then
        perform core.fail_at(
            'no_right_unit', core.entry_place(place, 'units', 1), 'factor',
            'the answers are in the first unit, so its factor must be 1.'
        );
    end if;
    if jsonb_array_length(units) > (
        select count(distinct core.compared_unit(unit ->> 'unit')) from jsonb_array_elements(units) as unit
    ) then
        perform core.fail_at('equal_units', place, 'units', 'two of the units are the same.');
    end if;
    return jsonb_build_object(
        'display', jsonb_build_object(
            'units', jsonb_path_query_array(units, '$[*].unit'), 'unit_required', coalesce(required, true)
        ),
        'key', key || jsonb_build_object(
            'units', units, 'unit_required', coalesce(required, true), 'unit_share', coalesce(share, 1)
        )
    );
end;
$$;

comment on function core.with_units is
'What the units of a numeric draft add to its display and its key: {"display"?, "key"}. The factor of a unit is how many
of the first unit one of it is; a unit without a factor is offered, and wrong. unit_share is the part of the points that
a wrong or missing unit costs: 1 by default. PT422 units_missing, equal_units, no_right_unit, out_of_range, wrong_type,
missing_field, wrong_count.';
