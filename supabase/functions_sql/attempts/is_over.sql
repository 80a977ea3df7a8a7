create or replace function core.is_over(deadline timestamptz) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(deadline + make_interval(secs => core.setting('quiz.submit_grace_s')) < now(), false);
$$;

comment on function core.is_over is
'Whether a deadline and the grace after it, which allows for delays of the network, have passed. now() is the start of
the transaction, so time spent waiting for a lock does not count.';
