create or replace function core.running_ms(
    opened_at timestamptz,
    pauses tstzmultirange,
    moment timestamptz
) returns integer
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
    running interval := moment - opened_at;
begin
    if not isempty(pauses) then   -- no query without pauses: this runs for every answer
        running := running - (
            select coalesce(sum(upper(pause) - lower(pause)), interval '0')
            from unnest(pauses * tstzmultirange(tstzrange(null, moment))) as pause
        );
    end if;
    return least(floor(1000 * extract(epoch from running)), 2147483647);
end;
$$;

comment on function core.running_ms is $$
How long a question's clock has run at a given moment, in ms: the time since it opened, without the pauses before that
moment. The result stops growing at the largest integer, after 24 days.
> select core.running_ms('2026-01-01 10:00:00+00', '{}', '2026-01-01 10:00:12.5+00')
12500
> select core.running_ms('2026-01-01 10:00Z', '{[2026-01-01 10:00:05Z, 2026-01-01 10:00:08Z)}', '2026-01-01 10:00:12Z')
9000
$$;
