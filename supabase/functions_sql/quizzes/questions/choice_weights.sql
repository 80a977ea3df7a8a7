create or replace function core.choice_weights(
    kind core.question_kind,
    choices jsonb,             -- [{"weight"? | "correct"?}]
    place text default ''
) returns numeric[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    shorthand constant boolean := not jsonb_path_exists(choices, '$[*].weight');
    weights numeric[];
    positive numeric;
begin
    if not shorthand and jsonb_path_exists(choices, '$[*].correct') then
        perform core.fail_at(
            'weight_or_correct', place, 'choices', 'give the choices either weights or correct, not both.'
        );
    end if;
    select
        array_agg(marked.weight order by marked.n),
        sum(marked.weight) filter (where marked.weight > 0)
    into weights, positive
    from (
        select listed.n, case
            when not shorthand then coalesce((listed.choice ->> 'weight')::numeric, 0)
            when (listed.choice -> 'correct')::boolean then 1
            when kind = 'multiple_choice' then -1
            else 0
        end as weight
        from jsonb_array_elements(choices) with ordinality as listed (choice, n)
    ) as marked;

    if kind = 'single_choice' then
        if 1 <> all (weights) then
            perform core.fail_at(
                'no_right_choice', place, 'choices', 'one of the choices must be right (correct: true, or weight: 1).'
            );
        end if;
        return weights;
    end if;
    if positive is null then
        perform core.fail_at('no_right_choice', place, 'choices', 'at least one of the choices must be right.');
    end if;
    if not shorthand and abs(positive - 1) > 0.01 then
        perform core.fail_at('weights_not_one', place, 'choices', format(
            'the weights above 0 of the choices must add up to 1, not %s.', positive
        ));
    end if;
    return core.spread_weights(weights, case when shorthand then positive else 1 end);
end;
$$;

comment on function core.choice_weights is
'The weight of each choice of a single_choice or multiple_choice. Several right choices share the points. If choices are
only marked as right or wrong, a wrong one costs as much as a right one earns. PT422 no_right_choice, weights_not_one,
weight_or_correct.';
