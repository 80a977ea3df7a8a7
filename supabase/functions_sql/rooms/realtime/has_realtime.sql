create or replace function core.has_realtime() returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select exists (
        select from pg_trigger as t where t.tgrelid = 'core.room_events'::regclass and t.tgname = 'broadcast_event'
    );
$$;

comment on function core.has_realtime is
'Whether events of rooms also go out by Supabase Realtime: whether core.set_up_realtime has found it.';
