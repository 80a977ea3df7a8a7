create or replace function core.allowance_json(allowance core.allowances) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select to_jsonb(allowance) || jsonb_build_object(
        'time_factor', trim_scale(allowance.time_factor),
        'display_name', case when allowance.user_id is not null then core.person_name(allowance.user_id) end,
        'group_name', (select g.name from core.groups as g where g.id = allowance.group_id)
    );
$$;

comment on function core.allowance_json is
'An allowance as JSON for the owner of the quiz. One for an address has no name: it would tell that an account has the
address.';
