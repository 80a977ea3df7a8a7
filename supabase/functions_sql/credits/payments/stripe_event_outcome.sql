create or replace function core.stripe_event_outcome(event_id text) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_strip_nulls(jsonb_build_object(
        'event', e.id, 'state', e.state, 'code', e.code, 'reason', e.reason
    ))
    from core.stripe_events as e
    where e.id = stripe_event_outcome.event_id;
$$;

comment on function core.stripe_event_outcome is
'What became of an event: {"event", "state", "code", "reason"?}. Null if it is not known.';
