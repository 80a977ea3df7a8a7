create or replace function core.display_name(name text) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    cleaned text := core.clean_name(name);
begin
    if name is not null and (cleaned is null or char_length(cleaned) > 80) then
        perform core.fail(422, 'invalid_display_name', 'A display name must have 1 to 80 visible characters.');
    end if;
    return cleaned;
end;
$$;

comment on function core.display_name is
'Cleans and checks a display name. Null stays null. PT422 invalid_display_name.';
