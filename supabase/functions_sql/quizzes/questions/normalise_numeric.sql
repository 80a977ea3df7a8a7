create or replace function core.normalise_numeric(
    draft jsonb,
    place text default ''
) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    answer record;
    ranges jsonb[] := '{}';
begin
    for answer in
        select
            listed.spot,
            core.draft_number(listed.item, 'value', listed.spot) as value,
            core.draft_number(listed.item, 'tolerance', listed.spot) as tolerance,
            core.draft_number(listed.item, 'min', listed.spot) as lowest,
            core.draft_number(listed.item, 'max', listed.spot) as highest,
            coalesce(core.draft_number(listed.item, 'weight', listed.spot, 0, 1), 1) as weight,
            core.draft_text(listed.item, 'feedback', 2000, listed.spot) as feedback
        from core.draft_items(
            draft, 'answers', 1, array['value', 'tolerance', 'min', 'max', 'weight', 'feedback'], place
        ) as listed
    loop
        if num_nonnulls(answer.value, answer.lowest) <> 1 or num_nonnulls(answer.value, answer.highest) <> 1
            or (answer.tolerance is not null and answer.value is null)
        then
            perform core.fail_at(
                'value_or_range', answer.spot, null, 'give either value (and tolerance), or min and max.'
            );
        end if;
        if answer.tolerance < 0 then
            perform core.fail_at('out_of_range', answer.spot, 'tolerance', ' must not be below 0.');
        end if;
        if answer.lowest > answer.highest then
            perform core.fail_at('out_of_range', answer.spot, 'min', ' must not be above max.');
        end if;
        ranges := ranges || jsonb_strip_nulls(jsonb_build_object(
            'min', coalesce(answer.lowest, answer.value - coalesce(answer.tolerance, 0)),
            'max', coalesce(answer.highest, answer.value + coalesce(answer.tolerance, 0)),
            'value', answer.value,
            'weight', answer.weight,
            'feedback', answer.feedback
        ));
    end loop;
    perform core.require_full_marks(to_jsonb(ranges), place);
    return core.with_units(draft, jsonb_build_object('ranges', to_jsonb(ranges)), place)
        || jsonb_build_object('choices', '[]'::jsonb);
end;
$$;

comment on function core.normalise_numeric is
'The answer key of a numeric draft: {"choices": [], "key": {"ranges"}}, and what its units add
(core.with_units). PT422 value_or_range, out_of_range, no_right_answer, equal_units, no_right_unit, units_missing.';
