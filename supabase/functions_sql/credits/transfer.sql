create or replace function core.transfer(
    source_key text,                   -- what causes it; the same one never moves credits twice
    kind core.transfer_kind,           -- also says from which account to which: core.transfer_route
    user_id uuid,
    amount bigint,                     -- hundredths of a credit
    quiz_id uuid default null,
    payment_id uuid default null,
    questions integer default null
) returns boolean
language plpgsql security definer
set search_path = ''
as $$
declare
    made bigint;
begin
    -- Before the key is taken: who waits for the key of another transaction must not hold an account that it needs
    perform core.lock_credits(transfer.user_id);
    insert into core.credit_transfers (source_key, kind, user_id, amount, quiz_id, payment_id, questions)
    values (
        transfer.source_key, transfer.kind, transfer.user_id, transfer.amount,
        transfer.quiz_id, transfer.payment_id, transfer.questions
    )
    on conflict on constraint credit_transfers_source_key_key do nothing
    returning id into made;
    if made is null and not exists (
        select from core.credit_transfers as t
        where t.source_key = transfer.source_key
            and (t.kind, t.user_id, t.amount, t.quiz_id, t.payment_id, t.questions) is not distinct from (
                transfer.kind, transfer.user_id, transfer.amount,
                transfer.quiz_id, transfer.payment_id, transfer.questions
            )
    ) then
        perform core.fail(
            409, 'source_key_reused', format('%s has moved credits before, and not these.', transfer.source_key)
        );
    end if;
    return made is not null;
end;
$$;

comment on function core.transfer is
'Moves credits, once for each source key: true when it did, false when that was done before. In the caller''s
transaction. PT402 not_enough_credits when somebody would spend what they have not got; PT409 source_key_reused when
the same key meant something else.';

revoke execute on function core.transfer from public;
