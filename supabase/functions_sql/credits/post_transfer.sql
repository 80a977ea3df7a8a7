create or replace function core.post_transfer() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    route core.account_kind[] := core.transfer_route(new.kind);
    posted integer;
    spendable bigint;
begin
    with moved as (
        update core.credit_accounts as a
        set balance = a.balance + case a.kind when route[1] then -new.amount else new.amount end
        where (a.owner_id = new.user_id or a.owner_id is null) and a.kind = any (route)
        returning a.id, a.kind, a.balance, case a.kind when route[1] then -new.amount else new.amount end as change
    ),

    written as (
        insert into core.credit_entries (transfer_id, account_id, amount, balance_before, balance_after)
        select new.id, m.id, m.change, m.balance - m.change, m.balance
        from moved as m
    )

    select count(*), min(m.balance) filter (where m.kind = 'user')
    into posted, spendable
    from moved as m;
    if posted <> 2 then
        raise exception 'User % has no credit accounts.', new.user_id using errcode = 'foreign_key_violation';
    end if;
    if new.kind = 'reserve' and spendable < 0 then
        perform core.refuse_overdraft(new.amount, spendable + new.amount);
    end if;
    -- While somebody registers, no client of theirs can be connected yet; an address may be confirmed long after
    if new.source_key not like 'signup:%'
        or exists (select from core.profiles as p where p.id = new.user_id and p.created_at < now()) then
        perform core.notify_user(new.user_id, 'credits.changed', core.balance_of(new.user_id));
    end if;
    return null;
end;
$$;

comment on function core.post_transfer is
'Posts each transfer: writes both entries, changes both balances and sends an event to its person. Reserving more than
the balance is refused; a refund or a dispute may make a balance negative.';

create or replace trigger post_transfer after insert on core.credit_transfers
for each row execute function core.post_transfer();
