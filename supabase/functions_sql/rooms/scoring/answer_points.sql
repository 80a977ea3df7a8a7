create or replace function core.answer_points(
    fraction numeric,      -- of the question's points earned; null: nothing to mark
    elapsed_ms integer,
    limit_ms integer,
    points integer,        -- that the question is worth
    formula core.live_formula,
    negative numeric,      -- the part of them that a wrong answer costs
    confidence core.confidence   -- null: the room does not ask, or the player did not say
) returns integer
language sql immutable parallel safe
return core.confident_points(
    case
        when fraction > 0 then core.live_points(fraction, elapsed_ms, limit_ms, points, formula)
        when fraction <= 0 then -core.lost_points(fraction, points, negative)
    end, points, confidence
);

comment on function core.answer_points is $$
The points that a live answer earns or costs, without the streak: by core.live_points if any of it is right, else by
core.lost_points; then by how sure the player was (core.confident_points). null: nothing to mark.
> select core.answer_points(1, 5000, 20000, 1000, 'kahoot', 0.25, null), core.answer_points(0, 5000, 20000, 1000, 'kahoot', 0.25, null)
875 | -250
> select core.answer_points(1, 5000, 20000, 1000, 'kahoot', 0, 'high'), core.answer_points(0, 1, 20000, 1000, 'kahoot', 0, 'high')
1313 | -1000
$$;
