create or replace function core.span_begins(span core.board_span, instant timestamptz) returns date
language sql immutable parallel safe
return case span
    when 'all' then '-infinity'::date
    when 'month' then date_trunc('month', instant at time zone 'UTC')::date
    when 'week' then date_trunc('week', instant at time zone 'UTC')::date
    when 'day' then (instant at time zone 'UTC')::date
end;

comment on function core.span_begins is $$
The first day of the period around an instant. Days are those of UTC, and weeks begin on Mondays.
> select core.span_begins('day', '2026-11-29 12:00Z'), core.span_begins('week', '2026-11-29 12:00Z')
2026-11-29 | 2026-11-23
> select core.span_begins('month', '2026-11-29 12:00Z'), core.span_begins('all', '2026-11-29 12:00Z')
2026-11-01 | -infinity
$$;
