create or replace function core.receive_webhook(
    webhook_id text,
    about text,           -- upload or quiz
    subject_id uuid,      -- whose address was called
    event jsonb
) returns jsonb
language plpgsql security definer
set search_path = ''
as $$
declare
    job core.jobs := core.webhook_job(about, subject_id, event);
    told core.webhook_events;
begin
    job := core.lock_job(job.id);   -- before the event refers to it, which locks it a little, out of the order
    if job.id is null then
        perform core.fail(404, about || '_not_found', format('There is no such %s.', about));   -- purged meanwhile
    end if;
    insert into core.webhook_events as e (id, type, job_id, payload)
    values (webhook_id, event ->> 'type', job.id, event)
    on conflict (id) do update set deliveries = e.deliveries + 1
    returning * into told;
    if told.deliveries > 1 then
        return jsonb_strip_nulls(jsonb_build_object('status', 'repeated', 'detail', told.detail));
    end if;

    if job.state in ('done', 'failed') then
        told.status := 'ignored';
        told.detail := format('This job has ended before: %s.', coalesce(job.code, job.state::text));
    else
        told.detail := core.apply_event(job, event ->> 'type', event -> 'data');
        told.status := case when told.detail is null then 'applied' else 'ignored' end;
    end if;
    update core.webhook_events as e
    set status = told.status, detail = told.detail
    where e.id = told.id;
    return jsonb_strip_nulls(jsonb_build_object('status', told.status, 'detail', told.detail));
end;
$$;

comment on function core.receive_webhook is
'Stores what a processing server told, whose signature was found right, under its webhook-id, and applies it, once and
in one transaction: {"status": applied, repeated or ignored, "detail"?}. Nothing that has ended changes any more. PT404
unknown upload or quiz, PT410 deleted, PT409 wrong_job, PT422 not_an_event.';

revoke execute on function core.receive_webhook from public;
grant execute on function core.receive_webhook to authenticator;
