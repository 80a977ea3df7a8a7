create or replace function core.normalise_slider(
    draft jsonb,
    place text default ''
) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    most_steps constant integer := 100000;
    lowest numeric := core.draft_number(draft, 'min', place);
    highest numeric := core.draft_number(draft, 'max', place);
    step numeric := coalesce(core.draft_number(draft, 'step', place), 1);
    aim numeric := core.draft_number(draft, 'value', place);
    tolerance numeric := coalesce(core.draft_number(draft, 'tolerance', place), 0);
    partial_within numeric := core.draft_number(draft, 'partial_within', place);
    missing text := case
        when lowest is null then 'min'
        when highest is null then 'max'
        when aim is null then 'value'
    end;
begin
    if missing is not null then
        perform core.fail_at('missing_field', place, missing, ' is missing. It must be a number.');
    end if;
    if step <= 0 or step > highest - lowest or (highest - lowest) / step > most_steps then
        perform core.fail_at('out_of_range', place, 'max', format(
            ' must be above min, by 1 to %s times the step.', most_steps
        ));
    end if;
    if aim not between lowest and highest then
        perform core.fail_at('out_of_range', place, 'value', ' must be from min to max.');
    end if;
    if tolerance < 0 or partial_within <= tolerance then
        perform core.fail_at(
            'out_of_range', place, 'tolerance', ' must not be below 0, and “partial_within” must be above it.'
        );
    end if;
    if abs(lowest + step * least(round((aim - lowest) / step), floor((highest - lowest) / step)) - aim) > tolerance then
        perform core.fail_at(
            'no_right_answer', place, 'value',
            ' is between two steps. Give a tolerance that reaches one of them, or another step.'
        );
    end if;
    return jsonb_build_object(
        'display', jsonb_build_object('min', lowest, 'max', highest, 'step', step),
        'key', jsonb_strip_nulls(jsonb_build_object(
            'value', aim,
            'tolerance', tolerance,
            'partial_within', partial_within,
            'nearest', nullif(core.draft_boolean(draft, 'nearest', place), false)
        ))
    );
end;
$$;

comment on function core.normalise_slider is
'What a slider shows and its answer key: {"display": {"min", "max", "step"}, "key"}. step is 1 by default. PT422
missing_field, wrong_type, out_of_range, no_right_answer.';
