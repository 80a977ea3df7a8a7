create or replace function core.draft_instant(
    draft jsonb,
    field text,
    place text default ''
) returns timestamptz
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if not draft ? field then
        return null;
    end if;
    if draft ->> field ~ '^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$' then
        return (draft ->> field)::timestamptz;
    end if;
    raise datetime_field_overflow;
exception
    when datetime_field_overflow or invalid_datetime_format or invalid_parameter_value
        or invalid_time_zone_displacement_value then
    perform core.fail_at(
        'bad_time', place, field, ' must be a date and time with its zone, such as 2026-09-01T08:00:00Z.'
    );
end;
$$;

comment on function core.draft_instant is
'A time field of a draft, whose text must name its zone; null if it is absent. PT422 bad_time.';
