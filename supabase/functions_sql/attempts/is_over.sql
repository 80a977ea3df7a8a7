create or replace function core.is_over(deadline timestamptz) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(deadline < core.overdue_before(), false);
$$;

comment on function core.is_over is
'Whether a deadline and the grace after it have passed (core.overdue_before). Not for null: there is no deadline.';
