create or replace function core.question_points(
    fraction numeric,           -- as core.mark gives it
    points numeric,             -- of the question
    negative_marking numeric    -- the part of the points that a wrong answer costs, 0 to 1
) returns numeric
language sql immutable parallel safe
return points * case when fraction > 0 then fraction when fraction <= 0 then least(fraction, -negative_marking) end;

comment on function core.question_points is $$
The points of an answer. An answer that earns nothing is wrong and costs the negative marking, or its own negative
weight if that is more. null for a poll.
> select core.question_points(0.5, 4, 0.25), core.question_points(0, 4, 0.25), core.question_points(-1, 4, 0.25)
2.0 | -1.00 | -4
> select core.question_points(null, 4, 0.25)
null
$$;
