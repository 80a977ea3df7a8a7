create or replace function core.refuse_change() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    raise exception 'The ledger is append-only: % on %.% is refused.', lower(tg_op), tg_table_schema, tg_table_name
    using errcode = 'restrict_violation',
        hint = 'Use core.transfer to move credits, and another transfer to correct a mistake.';
end;
$$;

comment on function core.refuse_change is
'Refuses, even to the database''s owner, to change what the ledger has recorded, and to change balances without a
transfer.';

create or replace trigger append_only before update or delete or truncate on core.credit_transfers
for each statement execute function core.refuse_change();

create or replace trigger append_only before update or delete or truncate on core.credit_entries
for each statement execute function core.refuse_change();

-- pg_trigger_depth() is 0 for statements of a client or a function; only the trigger post_transfer may write these
create or replace trigger written_by_transfers before insert on core.credit_entries
for each statement when (pg_trigger_depth() = 0) execute function core.refuse_change();

create or replace trigger changed_by_transfers before update on core.credit_accounts
for each statement when (pg_trigger_depth() = 0) execute function core.refuse_change();

create or replace trigger opened_empty before insert on core.credit_accounts
for each row when (new.balance <> 0) execute function core.refuse_change();

create or replace trigger never_closed before delete or truncate on core.credit_accounts
for each statement execute function core.refuse_change();
