create or replace function core.group_name(written text) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    name text := core.clean_name(written);
begin
    if name is null or char_length(name) > 100 then
        perform core.fail(422, 'bad_group_name', 'The name of a group has 1 to 100 visible characters.');
    end if;
    return name;
end;
$$;

comment on function core.group_name is 'The name of a group, cleaned and checked. PT422 bad_group_name.';
