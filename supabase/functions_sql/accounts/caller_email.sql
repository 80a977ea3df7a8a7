create or replace function core.caller_email() returns text
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select core.email_of(core.caller_id());
$$;

comment on function core.caller_email is
'The e-mail address of the caller''s account, in lower case. Null: nobody''s, or one that is not confirmed
(core.email_of).';

revoke execute on function core.caller_email from public;
grant execute on function core.caller_email to authenticated, service_role;
