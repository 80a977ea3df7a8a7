create or replace function core.clean_team_name(written text) returns text
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $$
declare
    name text := core.tidy_name(written);
    fault text := core.name_fault(name);
begin
    if fault = 'invisible' then
        perform core.fail(422, 'bad_team_name', 'The name of a team can''t contain invisible characters.');
    elsif fault = 'empty' then
        perform core.fail(422, 'bad_team_name', 'Every team needs a name.');
    elsif fault = 'long' then
        perform core.fail(422, 'bad_team_name', 'The name of a team may have at most 30 characters.');
    end if;
    return name;
end;
$$;

comment on function core.clean_team_name is $$
The name of a team as it is shown. PT422 bad_team_name.
> select core.clean_team_name(' Team   Red')
Team Red
$$;
