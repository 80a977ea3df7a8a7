create or replace function core.refuse_change() returns trigger
language plpgsql
set search_path = ''
as $$
begin
    raise exception 'The ledger is append-only: % on %.% is refused.', lower(tg_op), tg_table_schema, tg_table_name
    using errcode = 'restrict_violation', hint = 'Credits move by core.transfer; a mistake is set right by another transfer.';
end;
$$;

comment on function core.refuse_change is
'Refuses what would change the past of the ledger, or its balances past the ledger, for everyone, its owner included.';

create or replace trigger append_only before update or delete or truncate on core.credit_transfers
for each statement execute function core.refuse_change();

create or replace trigger append_only before update or delete or truncate on core.credit_entries
for each statement execute function core.refuse_change();

-- pg_trigger_depth() is 0 for a statement that somebody sent; only triggers (post_transfer) write entries and balances
create or replace trigger written_by_transfers before insert on core.credit_entries
for each statement when (pg_trigger_depth() = 0) execute function core.refuse_change();

create or replace trigger changed_by_transfers before update on core.credit_accounts
for each statement when (pg_trigger_depth() = 0) execute function core.refuse_change();

create or replace trigger opened_empty before insert on core.credit_accounts
for each row when (new.balance <> 0) execute function core.refuse_change();

create or replace trigger never_closed before delete or truncate on core.credit_accounts
for each statement execute function core.refuse_change();
