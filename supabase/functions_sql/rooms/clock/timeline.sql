create or replace function core.timeline() returns text
language sql volatile
return case when not pg_is_in_recovery() then left(pg_walfile_name(pg_current_wal_lsn()), 8) end;

comment on function core.timeline is
'The timeline of this Postgres, in eight hexadecimal digits: each promotion of a standby begins a new one. Null on a
standby.';

revoke execute on function core.timeline from public;
