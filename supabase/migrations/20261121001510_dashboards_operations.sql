-- Views for SQL dashboards: credits, money, jobs, and the health of the server.

-- Its file gives it its body.
create function core.replicas() returns table (
    state text, sync_state text, lag_bytes numeric, replay_lag_seconds numeric
) language sql stable begin atomic
    select null::text, null::text, null::numeric, null::numeric;
end;

create view dashboards.credits as
select
    moved.day,
    moved.label[1] as kind,
    moved.n as transfers,
    coalesce(people.n, 0) as people,
    round(moved.total / 100, 2) as credits,
    moved.questions,
    (select refreshed_at from core.facts_known) as refreshed_at
from core.daily_facts as moved
left join core.daily_facts as people
    on people.fact = 'credit_people' and moved.day = people.day and moved.label = people.label
where moved.fact = 'credits';
comment on view dashboards.credits is 'Credits that moved, by day and kind.';
comment on column dashboards.credits.day is 'The day, UTC.';
comment on column dashboards.credits.kind is
    'gift, purchase, refund and dispute (and their reversals), reserve: set aside; capture: spent; release: returned.';
comment on column dashboards.credits.transfers is 'How many transfers there were.';
comment on column dashboards.credits.people is 'How many people the transfers were for.';
comment on column dashboards.credits.credits is 'How much moved, in credits with two decimals.';
comment on column dashboards.credits.questions is 'How many questions the transfers were for.';
comment on column dashboards.credits.refreshed_at is 'Up to when the figures are complete.';

create view dashboards.credits_outstanding as
with days as (
    select
        day,
        sum(total) filter (where label = '{gift}') as given,
        sum(total) filter (where label = '{purchase}') as bought,
        sum(total) filter (where label = '{capture}') as spent,
        sum(case
            when label in ('{refund}', '{dispute}') then total
            when label in ('{refund_reversed}', '{dispute_reversed}') then -total
        end) as returned
    from core.daily_facts
    where fact = 'credits'
    group by day
)

select
    day,
    round(coalesce(given, 0) / 100, 2) as given,
    round(coalesce(bought, 0) / 100, 2) as bought,
    round(coalesce(spent, 0) / 100, 2) as spent,
    round(coalesce(returned, 0) / 100, 2) as refunded,
    round(sum(
        coalesce(given, 0) + coalesce(bought, 0) - coalesce(spent, 0) - coalesce(returned, 0)
    ) over (order by day) / 100, 2) as outstanding,
    (select refreshed_at from core.facts_known) as refreshed_at
from days;
comment on view dashboards.credits_outstanding is
    'Credits that people have at the end of each day on which some moved: given and bought, and not yet spent or paid
back.';
comment on column dashboards.credits_outstanding.day is 'The day, UTC.';
comment on column dashboards.credits_outstanding.given is 'Credits given for signing up on that day.';
comment on column dashboards.credits_outstanding.bought is 'Credits bought on that day.';
comment on column dashboards.credits_outstanding.spent is 'Credits spent on that day.';
comment on column dashboards.credits_outstanding.refunded is
    'Credits that went with refunds and disputes, minus reversals.';
comment on column dashboards.credits_outstanding.outstanding is
    'Credits that people have at the end of the day, with those set aside.';
comment on column dashboards.credits_outstanding.refreshed_at is 'Up to when the figures are complete.';

create view dashboards.revenue as
with flows as (
    select
        day,
        label[1] as currency,
        case when label[2] = 'purchase' then total else 0 end as paid,
        case label[2] when 'refund' then total when 'refund_reversed' then -total else 0 end as refunded,
        case label[2] when 'dispute' then total when 'dispute_reversed' then -total else 0 end as disputed
    from core.daily_facts
    where fact = 'money'
)

select
    day,
    currency,
    round(sum(paid), 2) as paid,
    round(sum(refunded), 2) as refunded,
    round(sum(disputed), 2) as disputed,
    round(sum(paid - refunded - disputed), 2) as net,
    (select refreshed_at from core.facts_known) as refreshed_at
from flows
group by day, currency;
comment on view dashboards.revenue is 'Money by the day on which Stripe reported it, without Stripe''s fees.';
comment on column dashboards.revenue.day is 'The day, UTC.';
comment on column dashboards.revenue.currency is 'The currency, as ISO 4217 in lower case.';
comment on column dashboards.revenue.paid is 'What was paid, in whole units of the currency.';
comment on column dashboards.revenue.refunded is 'What was paid back, minus reversals, in the same unit.';
comment on column dashboards.revenue.disputed is
    'What banks withdrew because of disputes, minus reversals, in the same unit.';
comment on column dashboards.revenue.net is 'What remains, in the same unit.';
comment on column dashboards.revenue.refreshed_at is 'Up to when the figures are complete.';

create view dashboards.jobs as
select
    day,
    label[1] as kind,
    label[2] as state,
    label[3] as code,
    n as jobs,
    total as attempts,
    case when label[2] in ('done', 'failed') then round(seconds / n, 1) end as mean_seconds,
    (select refreshed_at from core.facts_known) as refreshed_at
from core.daily_facts
where fact = 'job' and n > 0;
comment on view dashboards.jobs is 'Jobs of the processing server, by the day on which they were made.';
comment on column dashboards.jobs.day is 'The day, UTC.';
comment on column dashboards.jobs.kind is
    'The kind of work: process_upload, generate_questions or regenerate_question.';
comment on column dashboards.jobs.state is 'The state of the jobs: waiting, accepted, done or failed.';
comment on column dashboards.jobs.code is 'Why they failed. Null: they have not failed.';
comment on column dashboards.jobs.jobs is 'How many jobs there are.';
comment on column dashboards.jobs.attempts is 'How many times they were posted in all.';
comment on column dashboards.jobs.mean_seconds is
    'The mean time from the request to the end, in seconds. Null: none has ended.';
comment on column dashboards.jobs.refreshed_at is 'Up to when the figures are complete.';

create view dashboards.generation as
with made as (
    select
        day,
        sum(n) as jobs,
        sum(n) filter (where label[2] = 'done') as done,
        sum(n) filter (where label[2] = 'failed') as failed,
        sum(seconds) filter (where label[2] = 'done') as seconds
    from core.daily_facts
    where fact = 'job' and label[1] <> 'process_upload'
    group by day
),

kept as (
    select
        day,
        sum(questions) as questions
    from core.daily_facts
    where fact = 'credits' and label = '{capture}'
    group by day
)

select
    made.day,
    made.jobs,
    coalesce(made.done, 0) as done,
    coalesce(made.failed, 0) as failed,
    coalesce(kept.questions, 0) as kept_questions,
    round(made.seconds / nullif(made.done, 0), 1) as mean_seconds,
    (select refreshed_at from core.facts_known) as refreshed_at
from made
left join kept on made.day = kept.day;
comment on view dashboards.generation is 'Generated questions by the day of the request, and how the jobs went.';
comment on column dashboards.generation.day is 'The day, UTC.';
comment on column dashboards.generation.jobs is 'Requests to generate questions or one question anew.';
comment on column dashboards.generation.done is 'How many of them are done.';
comment on column dashboards.generation.failed is 'How many have failed.';
comment on column dashboards.generation.kept_questions is 'Questions that were kept and paid for on that day.';
comment on column dashboards.generation.mean_seconds is 'The mean time of those that are done, in seconds.';
comment on column dashboards.generation.refreshed_at is 'Up to when the figures are complete.';

create view dashboards.jobs_now as
select
    kind::text as kind,
    state::text as state,
    count(*) as jobs,
    max(attempts) as most_attempts,
    round(max(extract(epoch from now() - created_at))) as oldest_seconds,
    now() as refreshed_at
from core.jobs
where state = 'waiting' or state = 'accepted'
group by kind, state;
comment on view dashboards.jobs_now is 'The queue of the processing server.';
comment on column dashboards.jobs_now.kind is
    'The kind of work: process_upload, generate_questions or regenerate_question.';
comment on column dashboards.jobs_now.state is 'waiting or accepted.';
comment on column dashboards.jobs_now.jobs is 'How many jobs there are.';
comment on column dashboards.jobs_now.most_attempts is
    'How often the one of them that was posted most often was posted.';
comment on column dashboards.jobs_now.oldest_seconds is 'The age of the oldest, in seconds.';
comment on column dashboards.jobs_now.refreshed_at is 'Now.';

create view dashboards.health_errors as
select
    'stripe_events_unapplied' as error,
    count(*)::bigint as times,
    min(received_at) as since,
    now() as refreshed_at
from core.stripe_events
where state = 'unapplied'
union all
select
    'facts_waiting' as error,
    count(*)::bigint as times,
    min(happened_at) as since,
    now() as refreshed_at
from core.fact_changes
union all
select
    counted.error,
    counted.times,
    s.stats_reset as since,
    now() as refreshed_at
from pg_catalog.pg_stat_database as s
cross join lateral (
    values
        ('transactions_rolled_back', s.xact_rollback),
        ('deadlocks', s.deadlocks),
        ('conflicts_with_recovery', s.conflicts),
        ('sessions_lost', s.sessions_abandoned),
        ('sessions_ended_by_errors', s.sessions_fatal),
        ('checksum_failures', coalesce(s.checksum_failures, 0))
) as counted (error, times)
where s.datname = pg_catalog.current_database();
comment on view dashboards.health_errors is
    'What went wrong and waits for somebody to look at it, and what Postgres has counted since its statistics were
reset.';
comment on column dashboards.health_errors.error is 'What it is.';
comment on column dashboards.health_errors.times is 'How often it happened, or how many there are.';
comment on column dashboards.health_errors.since is 'Since when. Null: it is not known, or there are none.';
comment on column dashboards.health_errors.refreshed_at is 'Now.';

create view dashboards.health_tables as
select
    relname::text as table_name,
    n_live_tup as live_rows,
    n_dead_tup as dead_rows,
    round(100.0 * n_dead_tup / nullif(n_live_tup + n_dead_tup, 0), 2) as dead_percent,
    pg_catalog.pg_total_relation_size(relid) as bytes,
    greatest(last_vacuum, last_autovacuum) as vacuumed_at,
    greatest(last_analyze, last_autoanalyze) as analyzed_at,
    now() as refreshed_at
from pg_catalog.pg_stat_all_tables
where schemaname = 'core';
comment on view dashboards.health_tables is 'How large tables are, and what of them is dead.';
comment on column dashboards.health_tables.table_name is 'The table, of schema core.';
comment on column dashboards.health_tables.live_rows is 'Rows, as Postgres estimates them.';
comment on column dashboards.health_tables.dead_rows is 'Old versions of rows that are not cleaned up yet.';
comment on column dashboards.health_tables.dead_percent is 'Their percentage.';
comment on column dashboards.health_tables.bytes is 'Bytes on the disk, with indexes.';
comment on column dashboards.health_tables.vacuumed_at is
    'When it was cleaned up last. Null: never, or it is not known.';
comment on column dashboards.health_tables.analyzed_at is
    'When its statistics were made last. Null: never, or it is not known.';
comment on column dashboards.health_tables.refreshed_at is 'Now.';

create view dashboards.health_replication as
select
    state,
    sync_state,
    lag_bytes,
    replay_lag_seconds,
    now() as refreshed_at
from core.replicas();
comment on view dashboards.health_replication is 'The standbys that follow this server. No row: there are none.';
comment on column dashboards.health_replication.state is 'What the standby does, such as streaming.';
comment on column dashboards.health_replication.sync_state is
    'sync if commits wait for it, else async, potential or quorum.';
comment on column dashboards.health_replication.lag_bytes is 'Bytes of the log that it has not replayed yet.';
comment on column dashboards.health_replication.replay_lag_seconds is
    'How late it replays, in seconds. Null: nothing happens.';
comment on column dashboards.health_replication.refreshed_at is 'Now.';

create view dashboards.health_settings as
select
    key as setting,
    value #>> '{}' as value,
    description,
    now() as refreshed_at
from core.settings
union all
select
    'postgres.' || name as setting,
    pg_catalog.current_setting(name) as value,
    short_desc as description,
    now() as refreshed_at
from pg_catalog.pg_settings
where name in (
    'server_version', 'max_connections', 'shared_buffers', 'effective_cache_size', 'work_mem', 'maintenance_work_mem',
    'fsync', 'synchronous_commit', 'full_page_writes', 'wal_level', 'max_wal_size', 'autovacuum',
    'autovacuum_max_workers', 'track_counts', 'ssl'
);
comment on view dashboards.health_settings is 'Settings of Quizzler, and those of Postgres that matter to it.';
comment on column dashboards.health_settings.setting is
    'The setting: feature and name, or postgres and its name there.';
comment on column dashboards.health_settings.value is 'Its value, as a text.';
comment on column dashboards.health_settings.description is 'What it does.';
comment on column dashboards.health_settings.refreshed_at is 'Now.';

grant select on all tables in schema dashboards to dashboard_reader;
