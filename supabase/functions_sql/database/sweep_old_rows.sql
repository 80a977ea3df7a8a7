create or replace function core.sweep_old_rows(
    most integer   -- rows of each kind, so that a call takes milliseconds and holds few locks
) returns integer
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    deleted integer;
    total integer := 0;
begin
    delete from core.room_events as e
    where (e.room_id, e.seq) in (
        select old.room_id, old.seq
        from core.room_events as old
        inner join core.rooms as r on r.id = old.room_id
        where old.created_at < now() - core.setting('live.events_kept_days') * interval '1 day'
            and r.ended_at < now() - core.setting('live.events_kept_days') * interval '1 day'
            and old.type <> 'room.ended'   -- the final leaderboard, for whoever comes back
        limit most
        for update of old skip locked
    );
    get diagnostics deleted = row_count;
    total := total + deleted;

    delete from core.live_answers as a
    where (a.room_id, a.number, a.player_id) in (
        select old.room_id, old.number, old.player_id
        from core.live_answers as old
        inner join core.rooms as r on r.id = old.room_id
        where old.received_at < now() - core.setting('live.answers_kept_days') * interval '1 day'
            and r.ended_at < now() - core.setting('live.answers_kept_days') * interval '1 day'
        limit most
        for update of old skip locked
    );
    get diagnostics deleted = row_count;
    total := total + deleted;

    delete from core.jobs as j   -- with its webhook events; those of uploads go with the upload
    where j.id in (
        select old.id
        from core.jobs as old
        where old.quiz_id is not null
            and old.finished_at < now() - core.setting('jobs.kept_days') * interval '1 day'
            and not exists (select from core.jobs as later where later.retry_of = old.id)
        limit most
        for update of old skip locked
    );
    get diagnostics deleted = row_count;
    total := total + deleted;

    delete from auth.sessions as s   -- with its refresh tokens
    where s.id in (
        select old.id from auth.sessions as old where old.not_after < now() limit most for update skip locked
    );
    get diagnostics deleted = row_count;
    total := total + deleted;

    return total + core.purge_accounts(most);
end;
$$;

comment on function core.sweep_old_rows is
'Deletes rows whose period in core.settings is over: the event logs and answers of ended rooms, finished generations,
ended sessions, and what is left of deleted accounts. Returns how many rows it deleted, at most so many
of each kind; the caller repeats it until that is 0.';

revoke execute on function core.sweep_old_rows from public;
grant execute on function core.sweep_old_rows to authenticator;
