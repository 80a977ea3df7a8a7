create or replace function core.percent(score numeric, max_score numeric) returns numeric
language sql immutable parallel safe
return trim_scale(round(100 * score / nullif(max_score, 0), 2));

comment on function core.percent is $$
A score in percent of the maximum, to two decimals. Null without a score or if the maximum is 0.
> select core.percent(2, 3), core.percent(4, 4), core.percent(0, 0)
66.67 | 100 | null
$$;
