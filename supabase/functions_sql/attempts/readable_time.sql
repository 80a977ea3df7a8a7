create or replace function core.readable_time(moment timestamptz) returns text
language sql stable parallel safe
return to_char(moment at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS "UTC"');

comment on function core.readable_time is $$
A time in the form that error sentences use.
> select core.readable_time('2026-11-21 18:30:00+01')
2026-11-21 17:30:00 UTC
$$;
