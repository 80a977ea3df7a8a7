create or replace function core.confident_points(
    earned integer,        -- by the formula; below 0 or 0: the answer is wrong
    points integer,        -- that the question is worth
    confidence core.confidence
) returns integer
language sql immutable parallel safe
return case
    when confidence is distinct from 'high' then earned
    when earned > 0 then round(earned * 1.5)
    else -points
end::integer;

comment on function core.confident_points is $$
Points by how sure the player was. 'low' or null changes nothing. 'high' makes a right answer worth half as much
again, and a wrong one cost the points of the question. So at full points 'high' pays from a chance of two in three:
1.5 p - (1 - p) > p.
> select core.confident_points(800, 1000, 'low'), core.confident_points(800, 1000, 'high'), core.confident_points(0, 1000, 'high')
800 | 1200 | -1000
$$;
