create or replace function core.draft_boolean(
    draft jsonb,
    field text,
    place text default ''
) returns boolean
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if jsonb_typeof(draft -> field) <> 'boolean' then
        perform core.fail_at('wrong_type', place, field, ' must be true or false.');
    end if;
    return (draft -> field)::boolean;
end;
$$;

comment on function core.draft_boolean is 'A boolean field of a draft; null if it is absent. PT422 wrong_type.';
