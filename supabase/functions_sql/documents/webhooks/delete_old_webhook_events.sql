create or replace function core.delete_old_webhook_events(most integer) returns integer
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    deleted integer;
begin
    delete from core.webhook_events as e
    where e.id in (
        select old.id
        from core.webhook_events as old
        where old.received_at < now() - core.setting('webhooks.kept_days') * interval '1 day'
        limit most
        for update skip locked
    );
    get diagnostics deleted = row_count;
    return deleted;
end;
$$;

comment on function core.delete_old_webhook_events is
'Deletes events of webhooks that are older than webhooks.kept_days, at most so many. Returns how many.';
