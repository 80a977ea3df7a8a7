create or replace function core.setting(key text) returns bigint
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select s.value::bigint from core.settings as s where s.key = setting.key;
$$;

comment on function core.setting is
'A whole number from core.settings; null for a key that is not there. Units are in its name (_ms, _s) or description.';
