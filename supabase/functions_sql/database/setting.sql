create or replace function core.setting(key text) returns bigint
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select s.value::bigint from core.settings as s where s.key = setting.key;
$$;

comment on function core.setting is
'A whole number from core.settings; null for an unknown key. Its name ends with its unit (_ms, _s) or its description
gives it.';
