create or replace function core.replay_stripe_event(event_id text) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    about text := (select e.intent_id from core.stripe_events as e where e.id = event_id);
    outcome jsonb;
begin
    perform core.lock_intent(about);
    if exists (select from core.stripe_events as e where e.id = event_id and e.code = 'wrong_mode') then
        return core.stripe_event_outcome(event_id);
    end if;
    outcome := core.apply_stripe_event(event_id);
    perform core.apply_waiting_events(about);
    return outcome;
end;
$$;

comment on function core.replay_stripe_event is
'Tries again to apply an event, and returns {"event", "state", "code", "reason"?}. An event that was applied before
changes nothing, and one of the other mode of Stripe waits until Stripe sends it to a server with a key of its mode.
PT404 event_not_found.';

revoke execute on function core.replay_stripe_event from public;
grant execute on function core.replay_stripe_event to authenticator;
