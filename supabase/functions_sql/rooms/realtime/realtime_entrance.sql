create or replace function core.realtime_entrance(variadic topics text[]) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object('topics', topics, 'heartbeat_in_ms', core.setting('live.heartbeat_ms'));
$$;

comment on function core.realtime_entrance is
'What a client that plays by Realtime needs: the topics to join, and when to send the first heartbeat.';
