create or replace function core.name_fault(name text) returns text
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $$
begin
    return case
        when name ~ core.stray() then 'invisible'
        when core.nickname_key(name) = '' then 'empty'
        when char_length(name) > 30 then 'long'
    end;
end;
$$;

comment on function core.name_fault is $$
What is wrong with the name of a player or a team, as core.tidy_name returns it: it contains invisible characters, has
no visible character, or is longer than 30 characters. Null: nothing.
> select core.name_fault('Ann B'), core.name_fault(' '), core.name_fault(repeat('x', 31))
null | empty | long
$$;
