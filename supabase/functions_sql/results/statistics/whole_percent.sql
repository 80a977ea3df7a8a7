create or replace function core.whole_percent(points numeric, max_points numeric) returns numeric
language sql immutable parallel safe
return coalesce(trim_scale(floor(100 * points / nullif(max_points, 0))), 0);

comment on function core.whole_percent is $$
Points in whole percents of those possible, rounded down. 0 if none are possible.
> select core.whole_percent(2, 3), core.whole_percent(-1, 8), core.whole_percent(1, 0)
66 | -13 | 0
$$;
