create or replace function core.lost_points(
    fraction numeric,      -- 0 or below
    points integer,        -- of the question
    negative numeric       -- the part of the points that a wrong answer costs; 0: wrong answers cost nothing
) returns integer
language sql immutable parallel safe
return case when negative > 0 then round(points * least(1, greatest(negative, -fraction))) else 0 end::integer;

comment on function core.lost_points is $$
The points that a wrong answer costs in a room with negative points: the part that the room sets, or the weight of the
answer if that costs more.
> select core.lost_points(0, 1000, 0.25), core.lost_points(-0.5, 1000, 0.25), core.lost_points(-1, 1000, 0)
250 | 500 | 0
$$;
