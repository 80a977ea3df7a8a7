create or replace function core.sweep_old_rows(
    most integer   -- rows of each kind, so that a call takes milliseconds and holds few locks
) returns integer
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    deleted integer;
    total integer := core.sweep_rooms(most);
begin
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

    delete from core.password_resets as r
    where r.token_hash in (
        select old.token_hash
        from core.password_resets as old
        where old.expires_at < now()
        limit most
        for update of old skip locked
    );
    get diagnostics deleted = row_count;
    total := total + deleted;

    delete from core.calls as c
    where (c.caller, c.kind, c.process) in (
        select old.caller, old.kind, old.process
        from core.calls as old
        where old.window_start < now() - 2 * interval '1 s' * core.setting(format('rate.%s_s', old.kind))
        limit most
        for update of old skip locked
    );
    get diagnostics deleted = row_count;
    total := total + deleted;

    delete from core.attempt_password_guesses as g
    where g.id in (
        select old.id
        from core.attempt_password_guesses as old
        where old.first_at < now() - core.setting('attempt_password.guesses_s') * interval '1 s'
        limit most
        for update of old skip locked
    );
    get diagnostics deleted = row_count;
    total := total + deleted;

    delete from core.idempotency_keys as k
    where (k.person_id, k.key) in (
        select old.person_id, old.key
        from core.idempotency_keys as old
        where old.created_at < now() - core.setting('idempotency.kept_hours') * interval '1 hour'
        limit most
        for update of old skip locked
    );
    get diagnostics deleted = row_count;
    total := total + deleted;

    delete from core.quiz_snapshots as s   -- but the latest of each quiz
    where s.id in (
        select old.id
        from core.quiz_snapshots as old
        where old.saved_at < now() - core.setting('history.kept_days') * interval '1 day'
            and exists (
                select from core.quiz_snapshots as later
                where later.quiz_id = old.quiz_id and later.saved_at > old.saved_at
            )
        limit most
        for update of old skip locked
    );
    get diagnostics deleted = row_count;
    total := total + deleted;

    return total + core.sweep_media(most) + core.purge_accounts(most);
end;
$$;

comment on function core.sweep_old_rows is
'Deletes rows whose period in core.settings is over: the event logs and answers of ended rooms, finished generations,
ended sessions, links to new passwords, counts of calls and guesses, Idempotency-Keys, snapshots of quizzes, pictures
that no question refers to, and what is left of deleted accounts. Returns how many rows it deleted, at most so many of
each kind; the caller repeats it until that is 0.';

revoke execute on function core.sweep_old_rows from public;
grant execute on function core.sweep_old_rows to authenticator;
