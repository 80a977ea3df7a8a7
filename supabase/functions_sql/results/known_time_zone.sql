create or replace function core.known_time_zone(time_zone text) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    perform now() at time zone time_zone;
    return coalesce(time_zone, 'UTC');
exception when invalid_parameter_value then
    perform core.fail(422, 'unknown_time_zone', '“time_zone” must be the name of a time zone, such as Europe/Paris.');
end;
$$;

comment on function core.known_time_zone is
'This time zone; UTC for null. PT422 unknown_time_zone.';
