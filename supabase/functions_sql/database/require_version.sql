create or replace function core.require_version(
    current integer,     -- of a row that is locked
    if_version integer   -- the one that the client read; null: any
) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if if_version <> current then
        perform core.fail(412, 'changed_since', format(
            'This was changed meanwhile, perhaps in another window. Its version is %s now: read that one first.',
            current
        ));
    end if;
end;
$$;

comment on function core.require_version is
'Refuses a change by a client that has not read the current version, so that it can''t undo what others did meanwhile.
PT412 changed_since.';
