create or replace function core.apply_stripe_event(event_id text) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    event core.stripe_events;
    outcome text;
    why_not text;
    refused boolean := false;
begin
    select * into event from core.stripe_events as e where e.id = event_id for update;
    if not found then
        perform core.fail(404, 'event_not_found', format('There is no event %s.', event_id));
    end if;
    if event.state <> 'unapplied' then
        return core.stripe_event_outcome(event.id);
    end if;

    begin
        outcome := core.interpret_event(event);
    exception
        -- Temporary errors: the transaction is rolled back, and Stripe sends the event again
        when
            transaction_rollback or insufficient_resources or operator_intervention or system_error
            or lock_not_available
        then
            raise;
        when others then
            refused := true;
            get stacked diagnostics outcome = pg_exception_detail, why_not = message_text;
            if sqlstate <> 'PT409' then
                outcome := 'error';
            end if;
    end;

    update core.stripe_events as e
    set state = case
            when refused then 'unapplied'
            when outcome = 'applied' then 'applied'
            else 'ignored'
        end::core.stripe_event_state,
        code = outcome,
        reason = why_not,
        settled_at = case when not refused then now() end
    where e.id = event.id;
    return core.stripe_event_outcome(event.id);
end;
$$;

comment on function core.apply_stripe_event is
'Applies an event once: {"event", "state", "code", "reason"?}. An event that can''t be applied changes nothing and is
kept as unapplied, with the reason; an unexpected error has the code error. PT404 event_not_found.';

revoke execute on function core.apply_stripe_event from public;
