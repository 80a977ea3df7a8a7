create or replace function core.max_title_length() returns integer
language sql immutable parallel safe
return 200;

comment on function core.max_title_length is $$
How many characters the title of a quiz may have.
> select core.max_title_length()
200
$$;
