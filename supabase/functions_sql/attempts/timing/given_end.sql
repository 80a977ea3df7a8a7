create or replace function core.given_end(
    more_time jsonb,         -- {"minutes"} or {"until"}
    from_then timestamptz    -- what the minutes are added to
) returns timestamptz
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    given jsonb := jsonb_strip_nulls(more_time);
    until timestamptz;
begin
    if jsonb_typeof(more_time) is distinct from 'object' then
        perform core.fail(422, 'wrong_type', 'The time must be an object with minutes or until.');
    end if;
    perform core.refuse_unknown_fields(more_time, '{minutes,until}');
    if (given ? 'minutes') = (given ? 'until') then
        perform core.fail(422, 'minutes_or_until', 'Say either how many minutes, or until when.');
    end if;
    until := coalesce(
        core.draft_instant(given, 'until'),
        from_then + core.draft_number(given, 'minutes', '', 1, 10080, 2) * interval '1 minute'
    );
    if until <= now() then
        perform core.fail(422, 'out_of_range', 'until must be in the future.');
    end if;
    return until;
end;
$$;

comment on function core.given_end is
'The end that an owner gives to an attempt: a time in the future, or 1 to 10080 minutes (a week) after another time.
PT422 wrong_type, unknown_field, minutes_or_until, out_of_range, bad_time.';
