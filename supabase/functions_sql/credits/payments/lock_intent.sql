create or replace function core.lock_intent(intent_id text) returns void
language sql
set search_path = ''
as $$
    select pg_advisory_xact_lock(1936487529, hashtext(lock_intent.intent_id));
$$;

comment on function core.lock_intent is
'One transaction at a time works on what Stripe says of an intent (null: no lock), and it takes this lock first. So an
event never misses the payment that is just being attached, and no two events wait for each other in a circle.';

revoke execute on function core.lock_intent from public;
