create or replace function core.display_name(name text) returns text
language plpgsql stable
set search_path = ''
as $$
declare
    cleaned text := core.clean_name(name);
begin
    if name is not null and (cleaned is null or char_length(cleaned) > 80) then
        perform core.fail(422, 'invalid_display_name', 'A display name has 1 to 80 characters that can be seen.');
    end if;
    return cleaned;
end;
$$;

comment on function core.display_name is 'A display name as it is kept; null stays null. PT422 invalid_display_name.';
