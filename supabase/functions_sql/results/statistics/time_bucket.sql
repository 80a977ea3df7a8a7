create or replace function core.time_bucket(seconds numeric) returns integer
language sql immutable parallel safe
return floor(log(1.01, greatest(1, seconds)))::integer;

comment on function core.time_bucket is $$
The bucket of a time in a histogram. Each is 1 % wider than the one before it; bucket 0 has what took up to a second.
> select core.time_bucket(0.2), core.time_bucket(60), core.time_bucket(61)
0 | 411 | 413
$$;
