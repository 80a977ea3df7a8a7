create or replace function core.backoff_ms(
    attempts integer,           -- how many have failed
    first_ms bigint,
    most_ms bigint,
    jitter double precision     -- 0 to 1; with random(), jobs that failed together are not retried together
) returns bigint
language sql immutable parallel safe
return round((0.5 + jitter / 2) * least(most_ms, first_ms * 2.0 ^ least(greatest(attempts, 1) - 1, 40)))::bigint;

comment on function core.backoff_ms is $$
Milliseconds to wait before the next attempt. They double with each attempt, up to most_ms; the jitter takes away up to
half of them.
> select core.backoff_ms(1, 1000, 300000, 1)
1000
> select core.backoff_ms(4, 1000, 300000, 0)
4000
> select core.backoff_ms(50, 1000, 300000, 1)
300000
$$;
