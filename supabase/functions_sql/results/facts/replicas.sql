create or replace function core.replicas() returns table (
    state text,
    sync_state text,
    lag_bytes numeric,
    replay_lag_seconds numeric
)
language sql stable security definer
begin atomic
    select
        s.state,
        s.sync_state,
        case when not pg_is_in_recovery() then pg_wal_lsn_diff(pg_current_wal_lsn(), s.replay_lsn) end as lag_bytes,
        round(extract(epoch from s.replay_lag), 3) as replay_lag_seconds
    from pg_stat_replication as s;
end;

comment on function core.replicas is
'The standbys that follow this server, without their addresses. It runs with its owner''s rights, because others see no
more of standbys than that they are there.';

-- these roles read dashboards.health_replication, which calls it
grant execute on function core.replicas to dashboard_reader;
