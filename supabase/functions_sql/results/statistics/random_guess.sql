create or replace function core.random_guess(kind core.question_kind, choices jsonb, key jsonb) returns numeric
language sql immutable parallel safe
return case
    when kind in ('single_choice', 'true_false') then (
        select round(100 * sum(w.weight::numeric) / nullif(jsonb_array_length(choices), 0), 2)
        from jsonb_each_text(key -> 'weights') as w (id, weight)
    )
    when kind = 'matching' then round(100.0 / nullif(jsonb_array_length(choices), 0), 2)
end;

comment on function core.random_guess is $$
The random guess score of a question: what somebody earns on average who chooses at random, in percent of the points, by
the answer key alone (Moodle's "Quiz statistics calculations"). Null for kinds that are not answered by one choice.
> select core.random_guess('single_choice', '[{"id": "a"}, {"id": "b"}, {"id": "c"}]', '{"weights": {"a": 1}}')
33.33
$$;
