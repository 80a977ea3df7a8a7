create or replace function core.apply_waiting_events(intent_id text) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    perform core.apply_stripe_event(e.id)
    from core.stripe_events as e
    where e.intent_id = apply_waiting_events.intent_id and e.state = 'unapplied' and e.code = 'unknown_payment';
end;
$$;

comment on function core.apply_waiting_events is
'Applies the events that arrived for an intent before its payment was known.';

revoke execute on function core.apply_waiting_events from public;
