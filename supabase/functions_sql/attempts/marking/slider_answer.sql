create or replace function core.slider_answer(key jsonb   -- of a slider
) returns jsonb
language sql immutable parallel safe
return jsonb_build_array(jsonb_build_object(
    'min', (key ->> 'value')::numeric - (key ->> 'tolerance')::numeric,
    'max', (key ->> 'value')::numeric + (key ->> 'tolerance')::numeric,
    'value', key -> 'value'
));

comment on function core.slider_answer is $$
The right answer of a slider, in the form of that of a numeric question.
> select core.slider_answer('{"value": 50, "tolerance": 2}')
[{"max": 52, "min": 48, "value": 50}]
$$;
