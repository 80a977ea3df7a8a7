create or replace function core.is_shuffled(
    kind core.question_kind,
    wanted boolean     -- by the option shuffle_choices
) returns boolean
language sql immutable parallel safe
return case
    -- these choices are stored in hash order, which would be the same for everybody
    when kind in ('ordering', 'matching') then true
    -- everybody expects true before false
    when kind = 'true_false' then false
    else wanted
end;

comment on function core.is_shuffled is $$
Whether the choices of a question get a random order.
> select core.is_shuffled('ordering', false), core.is_shuffled('single_choice', false)
t | f
$$;
