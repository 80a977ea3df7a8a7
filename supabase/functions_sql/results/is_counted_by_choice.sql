create or replace function core.is_counted_by_choice(kind core.question_kind) returns boolean
language sql immutable parallel safe
return kind in ('single_choice', 'multiple_choice', 'true_false', 'poll');

comment on function core.is_counted_by_choice is $$
Whether the responses to questions of this kind are counted for each choice; otherwise equal responses are counted.
> select core.is_counted_by_choice('poll'), core.is_counted_by_choice('ordering')
t | f
$$;
