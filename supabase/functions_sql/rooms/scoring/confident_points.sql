create or replace function core.confident_points(
    earned integer,        -- by the formula; 0 or less: the answer is wrong
    points integer,        -- of the question
    confidence core.confidence
) returns integer
language sql immutable parallel safe
return case
    when confidence is distinct from 'high' then earned
    when earned > 0 then round(earned * 1.5)
    else -points
end::integer;

comment on function core.confident_points is $$
Points adjusted to how sure the player was. 'low' or null changes nothing. With 'high', a right answer earns 50 %
more, and a wrong one costs the points of the question. At full points and a probability p of being right, 'high' earns
more on average if p is above 2/3: 1.5 p - (1 - p) > p.
> select core.confident_points(800, 1000, 'low'), core.confident_points(800, 1000, 'high')
800 | 1200
> select core.confident_points(0, 1000, 'high')
-1000
$$;
