create or replace function core.person_id() returns uuid
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    person uuid := core.caller_id();
begin
    if auth.uid() is null then
        perform core.fail(401, 'not_signed_in', 'Sign in first.');
    end if;
    if person is null then
        perform core.fail(401, 'session_ended', 'This session has ended. Sign in again.');
    end if;
    return person;
end;
$$;

comment on function core.person_id is
'The id of the caller. PT401 not_signed_in for nobody, session_ended for a token that core.caller_id does not accept.';
