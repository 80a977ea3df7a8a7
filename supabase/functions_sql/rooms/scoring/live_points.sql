create or replace function core.live_points(
    fraction numeric,      -- the part of the points that it earned; null or below 0 earns nothing
    elapsed_ms integer,    -- from opening to receipt, on the database's clock
    limit_ms integer,
    points integer,        -- of the question
    formula core.live_formula
) returns integer
language sql immutable parallel safe
return round(
    greatest(fraction, 0) * points * greatest(0, case formula
        when 'kahoot' then case when elapsed_ms < 500 then 1 else 1 - elapsed_ms / (2.0 * limit_ms) end
        when 'linear' then 1 - elapsed_ms / limit_ms::numeric
        when 'accuracy' then 1
    end)
)::integer;

comment on function core.live_points is $$
Points for one live answer. 'kahoot': half of them depend on speed, none are lost under 0.5 s (Kahoot's help page on
how points work). 'linear': all depend on speed. 'accuracy': none do.
> select core.live_points(1, 5000, 20000, 1000, 'kahoot'), core.live_points(1, 499, 20000, 1000, 'kahoot')
875 | 1000
> select core.live_points(0.5, 5000, 20000, 1000, 'linear'), core.live_points(1, 19999, 20000, 1000, 'accuracy')
375 | 1000
> select core.live_points(-0.5, 0, 20000, 1000, 'accuracy')
0
$$;
