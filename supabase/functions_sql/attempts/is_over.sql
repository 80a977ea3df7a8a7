create or replace function core.is_over(deadline timestamptz) returns boolean
language sql stable
set search_path = ''
as $$
    select coalesce(deadline + make_interval(secs => core.setting('quiz.submit_grace_s')) < now(), false);
$$;

comment on function core.is_over is
'Whether nothing lands any more: a deadline and the grace after it, which is for the way through the network, are past.
now() is when the caller''s transaction began, so waiting for a lock costs nobody their time.';
