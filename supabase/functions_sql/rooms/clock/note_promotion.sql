create or replace function core.note_promotion() returns void
language sql volatile
set search_path = pg_catalog, pg_temp
as $$
    update core.relay_watch as w
    set timeline = core.timeline(),
        promoted_at = case when w.timeline is null then w.promoted_at else clock_timestamp() end
    where w.timeline is distinct from core.timeline();
$$;

comment on function core.note_promotion is
'Notes the time if a standby has been promoted since the last call. Every relay calls it each second with
core.relay_heard, and every clock with core.close_if_due.';

revoke execute on function core.note_promotion from public;
