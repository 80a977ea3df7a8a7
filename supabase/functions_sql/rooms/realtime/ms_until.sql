create or replace function core.ms_until(moment timestamptz) returns integer
language sql volatile
set search_path = pg_catalog, pg_temp
as $$
    select ceil(1000 * greatest(0, least(extract(epoch from moment - clock_timestamp()), 86400)))::integer;
$$;

comment on function core.ms_until is
'The time in ms until a moment, a day at most; 0 if it is over, null if there is none.';
