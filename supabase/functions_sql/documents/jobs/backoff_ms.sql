create or replace function core.backoff_ms(
    attempts integer,           -- that failed so far
    first_ms bigint,
    most_ms bigint,
    jitter double precision     -- 0 to 1; random() of it keeps jobs that failed together apart
) returns bigint
language sql immutable parallel safe
return round((0.5 + jitter / 2) * least(most_ms, first_ms * 2.0 ^ least(greatest(attempts, 1) - 1, 40)))::bigint;

comment on function core.backoff_ms is $$
Milliseconds to wait before the next attempt: doubled with each, from half of it to all of it.
> select core.backoff_ms(1, 1000, 300000, 1)
1000
> select core.backoff_ms(4, 1000, 300000, 0)
4000
> select core.backoff_ms(50, 1000, 300000, 1)
300000
$$;
