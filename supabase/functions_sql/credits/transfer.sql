create or replace function core.transfer(
    source_key text,                   -- the cause of the transfer, which applies once for each key
    kind core.transfer_kind,           -- determines both accounts: core.transfer_route
    user_id uuid,
    amount bigint,                     -- hundredths of a credit
    quiz_id uuid default null,
    payment_id uuid default null,
    questions integer default null
) returns boolean
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    made bigint;
begin
    -- Before the insert, because a transaction that waits for another's key must hold no account that the other needs
    perform core.lock_credits(transfer.user_id);
    insert into core.credit_transfers (source_key, kind, user_id, amount, quiz_id, payment_id, questions)
    values (
        transfer.source_key, transfer.kind, transfer.user_id, transfer.amount,
        transfer.quiz_id, transfer.payment_id, transfer.questions
    )
    on conflict on constraint credit_transfers_source_key_key do nothing
    returning id into made;
    if made is not null then
        return true;
    end if;
    if not exists (
        select from core.credit_transfers as t
        where t.source_key = transfer.source_key
            and (t.kind, t.user_id, t.amount, t.quiz_id, t.payment_id, t.questions) is not distinct from (
                transfer.kind, transfer.user_id, transfer.amount,
                transfer.quiz_id, transfer.payment_id, transfer.questions
            )
    ) then
        perform core.fail(
            409, 'source_key_reused', format('%s was used before for another transfer.', transfer.source_key)
        );
    end if;
    return false;
end;
$$;

comment on function core.transfer is
'Moves credits once for each source key, in the caller''s transaction. Returns true if this call moved them, false if an
earlier one had. PT402 not_enough_credits if a reservation would exceed the balance; PT409 source_key_reused if the key
belongs to another transfer.';

revoke execute on function core.transfer from public;
