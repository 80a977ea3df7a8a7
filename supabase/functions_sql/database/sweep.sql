create or replace function core.sweep() returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    most integer := 1000;   -- rows of each kind, so that a call takes milliseconds
    -- The job first: it may wait for its quiz, and the others lock only what nobody else has locked
    jobs integer := core.sweep_jobs();
    attempts integer := core.settle_overdue(null, null, most);
    rooms jsonb := core.end_expired_rooms();
    webhooks integer := core.delete_old_webhook_events(most);
    sign_ins integer := core.forget_account_attempts(most);
    old_rows integer := core.sweep_old_rows(most);
    to_prove boolean := core.prove_ledger(most);
    boards_to_prove boolean := core.prove_boards(most / 10);
begin
    perform core.measure_trivia(50);
    return jsonb_build_object(
        'rooms_ended', rooms,
        'attempts_ended', attempts,
        'jobs_ended', jobs,
        'webhook_events_deleted', webhooks,
        'sign_in_records_deleted', sign_ins,
        'old_rows_deleted', old_rows,
        'more', jobs > 0 or attempts = most or webhooks = most or sign_ins >= most or old_rows > 0 or to_prove
            or boards_to_prove
    );
end;
$$;

comment on function core.sweep is
'Does what all sweeps do, proves the ledger and the boards (core.prove_ledger, core.prove_boards), and returns what it
did: {"rooms_ended": their codes,
"attempts_ended", "jobs_ended", "webhook_events_deleted", "sign_in_records_deleted", "old_rows_deleted", "more"}. It
ends one job at most and works in batches; if more is true, the caller repeats it.';

revoke execute on function core.sweep from public;
grant execute on function core.sweep to authenticator;
