create or replace function core.spoken_time(moment timestamptz) returns text
language sql stable parallel safe
return to_char(moment at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS "UTC"');

comment on function core.spoken_time is $$
A time for a sentence.
> select core.spoken_time('2026-11-21 18:30:00+01')
2026-11-21 17:30:00 UTC
$$;
