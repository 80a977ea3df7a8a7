create or replace function core.lock_credits(user_id uuid) returns void
language sql
return pg_advisory_xact_lock(1668441460, hashtext(lock_credits.user_id::text));

comment on function core.lock_credits is
'Locks a person''s credits until the transaction ends, so that one transaction at a time moves them. To avoid deadlocks,
every transaction takes this lock first, then the person''s accounts, then the shared ones. Whatever moves the credits
of several people takes all of these locks first, in the order of their ids.';

revoke execute on function core.lock_credits from public;
