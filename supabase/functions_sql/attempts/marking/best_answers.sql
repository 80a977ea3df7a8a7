create or replace function core.best_answers(answers jsonb   -- [{"weight", …}]
) returns jsonb
language sql immutable parallel safe
return (
    select jsonb_agg(
        coalesce(listed.answer -> 'text', listed.answer - '{weight,feedback}'::text[]) order by listed.place
    )
    from jsonb_array_elements(answers) with ordinality as listed (answer, place)
    where (listed.answer ->> 'weight')::numeric = (
        select max((every.answer ->> 'weight')::numeric) from jsonb_array_elements(answers) as every (answer)
    )
);

comment on function core.best_answers is $$
The accepted texts or ranges that earn most.
> select core.best_answers('[{"min": 3, "max": 4, "weight": 1}, {"min": 0, "max": 9, "weight": 0.2}]')
[{"max": 4, "min": 3}]
> select core.best_answers('[{"text": "Rome", "weight": 1}, {"text": "Roma", "weight": 0.5}]')
["Rome"]
$$;
