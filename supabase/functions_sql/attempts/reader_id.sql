create or replace function core.reader_id() returns uuid
language sql stable
return coalesce(core.caller_id(), '00000000-0000-0000-0000-000000000000');

comment on function core.reader_id is
'Who is calling, or an id that nobody has: core.caller_attempts compares it with columns, also where nobody is signed in
or policies do not apply.';
revoke execute on function core.reader_id from public;
grant execute on function core.reader_id to authenticated, service_role;
