create or replace function core.person_id() returns uuid
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    if auth.uid() is null then
        perform core.fail(401, 'not_signed_in', 'Sign in first.');
    end if;
    return auth.uid();
end;
$$;

comment on function core.person_id is 'The id of the caller. PT401 not_signed_in.';
