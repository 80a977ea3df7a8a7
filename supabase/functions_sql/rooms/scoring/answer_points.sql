create or replace function core.answer_points(
    fraction numeric,      -- the part of the points that it earned; null: nothing to mark
    elapsed_ms integer,
    limit_ms integer,
    points integer,        -- of the question
    formula core.live_formula,
    negative numeric,      -- the part of the points that a wrong answer costs
    confidence core.confidence   -- null: the room or the player does not use it
) returns integer
language sql immutable parallel safe
return core.confident_points(
    case
        when fraction > 0 then core.live_points(fraction, elapsed_ms, limit_ms, points, formula)
        when fraction <= 0 then -core.lost_points(fraction, points, negative)
    end, points, confidence
);

comment on function core.answer_points is $$
The points that a live answer earns or costs, without the streak bonus: by core.live_points if any of it is right,
otherwise by core.lost_points; then adjusted to how sure the player was (core.confident_points). null if there is
nothing to mark.
> select core.answer_points(1, 5000, 20000, 1000, 'kahoot', 0.25, null)
875
> select core.answer_points(0, 5000, 20000, 1000, 'kahoot', 0.25, null)
-250
> select core.answer_points(1, 5000, 20000, 1000, 'kahoot', 0, 'high')
1313
> select core.answer_points(0, 1, 20000, 1000, 'kahoot', 0, 'high')
-1000
$$;
