create or replace function core.streak_bonus(
    streak integer,    -- right answers in a row, this one included
    step integer,      -- points for each right answer after the first
    most integer
) returns integer
language sql immutable parallel safe
return least(greatest(streak - 1, 0) * step, most);

comment on function core.streak_bonus is $$
The extra points of a right answer for the right answers before it.
> select core.streak_bonus(1, 100, 500), core.streak_bonus(3, 100, 500), core.streak_bonus(9, 100, 500)
0 | 200 | 500
$$;
