create or replace function core.prove_ledger(
    most integer,                             -- transfers at once, so that a call takes milliseconds
    age interval default interval '1 hour'    -- of the transfers, at least
) returns boolean
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    since bigint;
    upto bigint;
    checked integer;
begin
    -- one proof at a time
    if not pg_try_advisory_xact_lock(hashtextextended('prove the ledger', 0)) then
        return false;
    end if;
    since := coalesce((select max(p.transfer_id) from core.ledger_proofs as p), 0);
    -- ordered by id and ending before the first young one: a transaction under way may still write before it
    select max(t.id), count(*) into upto, checked
    from (
        select t.id, bool_and(t.created_at < now() - age) over (order by t.id) as old
        from core.credit_transfers as t
        where t.id > since
        order by t.id
        limit most
    ) as t
    where t.old;
    if upto is null or exists (select from core.check_ledger(since, upto)) then
        return false;
    end if;
    insert into core.ledger_proofs (transfer_id) values (upto);
    delete from core.ledger_proofs as p where p.transfer_id < since;
    return checked = most;
end;
$$;

comment on function core.prove_ledger is
'Checks the next transfers of the ledger after those that were, and notes how far it is right. A fault is not passed
over: core.check_ledger tells it. Returns whether there is more: the caller repeats it.';
