-- After a failover, an open question waits for the answers that relays hold, as it does after a start of Postgres.
alter table core.relay_watch
add column timeline text,
add column promoted_at timestamptz;
comment on column core.relay_watch.timeline is
    'The timeline of Postgres when that was last looked at. A standby that is promoted begins a new one.';
comment on column core.relay_watch.promoted_at is
    'When it was noticed that a standby had been promoted. Null: never since the database was made.';
