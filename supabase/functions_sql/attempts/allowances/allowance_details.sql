create or replace function core.allowance_details(allowance core.allowances) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_strip_nulls(jsonb_build_object(
        'time_factor', trim_scale(allowance.time_factor),
        'extra_time_s', allowance.extra_time_s,
        'opens_at', allowance.opens_at,
        'closes_at', allowance.closes_at,
        'extra_attempts', allowance.extra_attempts,
        'group_name', (select g.name from core.groups as g where g.id = allowance.group_id)
    ));
$$;

comment on function core.allowance_details is 'What core.owner_acts keeps of an allowance.';
