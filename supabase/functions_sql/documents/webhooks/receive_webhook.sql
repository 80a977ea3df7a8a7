create or replace function core.receive_webhook(
    webhook_id text,
    about text,           -- upload or quiz
    subject_id uuid,      -- the id in the address that was called
    event jsonb
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    job core.jobs := core.webhook_job(about, subject_id, event);
    received core.webhook_events;
begin
    job := core.lock_job(job.id);   -- before the insert below, whose foreign key would lock it first
    if job.id is null then   -- purged in the meantime
        perform core.fail(404, about || '_not_found', format('There is no such %s.', about));
    end if;
    insert into core.webhook_events as e (id, type, job_id, payload)
    values (webhook_id, event ->> 'type', job.id, event)
    on conflict (id) do update set deliveries = e.deliveries + 1
    returning * into received;
    if received.deliveries > 1 then
        return jsonb_strip_nulls(jsonb_build_object('status', 'repeated', 'detail', received.detail));
    end if;

    if job.state in ('done', 'failed') then
        received.status := 'ignored';
        received.detail := format('This job has ended already: %s.', coalesce(job.code, job.state::text));
    else
        received.detail := core.apply_event(job, event ->> 'type', event -> 'data');
        received.status := case when received.detail is null then 'applied' else 'ignored' end;
    end if;
    update core.webhook_events as e
    set status = received.status, detail = received.detail
    where e.id = received.id;
    return jsonb_strip_nulls(jsonb_build_object('status', received.status, 'detail', received.detail));
end;
$$;

comment on function core.receive_webhook is
'Stores an event of a processing server under its webhook-id and applies it once, in one transaction: {"status":
applied, repeated or ignored, "detail"?}. The API has verified its signature. Events of a job that has ended are
ignored. PT404 upload_not_found or quiz_not_found, PT410 upload_deleted or quiz_deleted, PT409 wrong_job, PT422
not_an_event.';

revoke execute on function core.receive_webhook from public;
grant execute on function core.receive_webhook to authenticator;
