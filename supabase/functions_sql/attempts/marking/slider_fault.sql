create or replace function core.slider_fault(
    display jsonb,    -- {"min", "max", "step"}
    response jsonb
) returns text
language sql immutable parallel safe
return (
    select case
        when given.number is null then core.number_fault(response)
        when given.number not between given.lowest and given.highest
            then format('The response must be from %s to %s.', given.lowest, given.highest)
        -- browsers compute with binary fractions: 3 steps of 0.1 are 0.30000000000000004
        when abs(given.steps - round(given.steps)) > 0.000001
            then format('The response must be on a step of %s.', display ->> 'step')
    end
    from (
        select
            core.read_number(response) as number,
            (display ->> 'min')::numeric as lowest,
            (display ->> 'max')::numeric as highest,
            (core.read_number(response) - (display ->> 'min')::numeric) / (display ->> 'step')::numeric as steps
    ) as given
);

comment on function core.slider_fault is $$
Why a response is no value of a slider, as a sentence; null if it is one.
> select core.slider_fault('{"min": 0, "max": 1, "step": 0.1}', '0.30000000000000004')
null
> select core.slider_fault('{"min": 0, "max": 1, "step": 0.1}', '1.1')
The response must be from 0 to 1.
$$;
