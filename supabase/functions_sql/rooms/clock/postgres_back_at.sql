create or replace function core.postgres_back_at() returns timestamptz
language sql volatile
set search_path = pg_catalog, pg_temp
as $$
    select greatest(
        pg_postmaster_start_time(),
        case when w.timeline <> core.timeline() then clock_timestamp() else w.promoted_at end
    )
    from core.relay_watch as w;
$$;

comment on function core.postgres_back_at is
'When Postgres was last away: when it started, or when its standby was promoted in its place, which may have been
running for long. Before a promotion has been noted (core.note_promotion), that is now.';

revoke execute on function core.postgres_back_at from public;
