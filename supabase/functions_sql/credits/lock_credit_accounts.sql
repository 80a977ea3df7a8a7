create or replace function core.lock_credit_accounts(user_id uuid, kinds core.account_kind[]) returns void
language plpgsql
set search_path = ''
as $$
begin
    -- One order for everybody, so that nobody waits in a circle; the shared accounts are the oldest and come last,
    -- so that they are held for the shortest time
    perform from core.credit_accounts as a
    where (a.owner_id = lock_credit_accounts.user_id or a.owner_id is null) and a.kind = any (kinds)
    order by a.id desc
    for no key update;
end;
$$;

comment on function core.lock_credit_accounts is
'Locks accounts of a person and shared ones till the end of the transaction. What makes several transfers locks all of
their accounts first.';

revoke execute on function core.lock_credit_accounts from public;
