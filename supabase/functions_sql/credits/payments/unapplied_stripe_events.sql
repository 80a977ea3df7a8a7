create or replace function core.unapplied_stripe_events() returns jsonb
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_agg(
        jsonb_build_object(
            'id', e.id,
            'type', e.type,
            'intent_id', e.intent_id,
            'created_at', e.created_at,
            'received_at', e.received_at,
            'deliveries', e.deliveries,
            'code', e.code,
            'reason', e.reason
        ) order by e.received_at, e.id
    ), '[]')
    from core.stripe_events as e
    where e.state = 'unapplied';
$$;

comment on function core.unapplied_stripe_events is
'The events that could not be applied, oldest first, and why: [{"id", "type", "intent_id", "created_at", "received_at",
"deliveries", "code", "reason"}].';

revoke execute on function core.unapplied_stripe_events from public;
grant execute on function core.unapplied_stripe_events to authenticator;
