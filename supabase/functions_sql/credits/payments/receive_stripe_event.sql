create or replace function core.receive_stripe_event(
    event jsonb,
    live boolean default false   -- whether the app's key is of Stripe's live mode, in which real money moves
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    outcome jsonb;
    other_mode boolean := coalesce((event ->> 'livemode')::boolean, false) <> live;
begin
    if (
        jsonb_typeof(event -> 'id') = 'string' and jsonb_typeof(event -> 'type') = 'string'
        and jsonb_typeof(event -> 'created') = 'number' and event ->> 'object' = 'event'
    ) is not true then
        perform core.fail(400, 'not_an_event', 'This is not an event as Stripe''s API v1 sends it.');
    end if;
    perform core.lock_intent(core.intent_of(event));
    insert into core.stripe_events as e (id, type, intent_id, payload, created_at)
    values (
        event ->> 'id', event ->> 'type', core.intent_of(event), event,
        to_timestamp((event ->> 'created')::double precision)
    )
    on conflict (id) do update set deliveries = e.deliveries + 1;
    if other_mode then
        update core.stripe_events as e
        set code = 'wrong_mode', reason = format(
            'This event is of Stripe''s %s mode, and the key of this server of the other.',
            case when live then 'test' else 'live' end
        )
        where e.id = event ->> 'id' and e.state = 'unapplied';
        return core.stripe_event_outcome(event ->> 'id');
    end if;
    outcome := core.apply_stripe_event(event ->> 'id');
    perform core.apply_waiting_events(core.intent_of(event));
    return outcome;
end;
$$;

comment on function core.receive_stripe_event is
'Stores an event, whose signature the app has verified, and applies it: {"event", "state", "code"}. A repeated event
changes nothing if it was applied before; otherwise it is applied now, if possible. An event of the other mode of Stripe
(code wrong_mode) is kept unapplied: real money is not booked under a key for tests, nor the money of tests under a real
one. PT400 not_an_event.';

revoke execute on function core.receive_stripe_event from public;
grant execute on function core.receive_stripe_event to authenticator;
