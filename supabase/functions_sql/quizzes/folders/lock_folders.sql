create or replace function core.lock_folders() returns uuid
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    me uuid := core.person_id();
begin
    perform pg_advisory_xact_lock(hashtextextended('folders ' || me, 0));
    return me;
end;
$$;

comment on function core.lock_folders is
'The caller, whose folders nobody changes until the transaction ends: two moves at once could put two folders into each
other. PT401 not_signed_in.';
