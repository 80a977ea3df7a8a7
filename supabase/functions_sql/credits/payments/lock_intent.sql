create or replace function core.lock_intent(intent_id text) returns void
language sql
set search_path = pg_catalog, pg_temp
as $$
    select pg_advisory_xact_lock(1936487529, hashtext(lock_intent.intent_id));
$$;

comment on function core.lock_intent is
'Locks an intent (null: none) until the transaction ends, before any other lock, so that one transaction at a time
handles its events. So an event always finds a payment that is being attached, and events never deadlock.';

revoke execute on function core.lock_intent from public;
