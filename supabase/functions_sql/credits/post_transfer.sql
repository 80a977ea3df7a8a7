create or replace function core.post_transfer() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    route core.account_kind[] := core.transfer_route(new.kind);
    posted integer;
    spendable bigint;
    reserved bigint;
begin
    with moved as (
        update core.credit_accounts as a
        set balance = a.balance + case a.kind when route[1] then -new.amount else new.amount end
        where a.kind in (route[1], route[2])
            and (a.owner_id = new.user_id or (a.owner_id is null and a.part = core.account_part()))
        returning a.id, a.kind, a.balance, case a.kind when route[1] then -new.amount else new.amount end as change
    ),

    written as (
        insert into core.credit_entries (transfer_id, account_id, amount, balance_before, balance_after)
        select new.id, m.id, m.change, m.balance - m.change, m.balance
        from moved as m
    )

    select
        count(*), min(m.balance) filter (where m.kind = 'user'), min(m.balance) filter (where m.kind = 'reserved')
    into posted, spendable, reserved
    from moved as m;
    if posted <> 2 then
        raise exception 'User % has no credit accounts.', new.user_id using errcode = 'foreign_key_violation';
    end if;
    if new.kind = 'reserve' and spendable < 0 then
        perform core.refuse_overdraft(new.amount, spendable + new.amount);
    end if;
    -- While somebody registers, no client of theirs can be connected yet; an address may be confirmed long after
    if new.source_key like 'signup:%' then
        if exists (select from core.profiles as p where p.id = new.user_id and p.created_at = now()) then
            return null;
        end if;
    end if;
    if reserved is null then
        select a.balance into reserved
        from core.credit_accounts as a
        where a.owner_id = new.user_id and a.kind = 'reserved';
    end if;
    if spendable is null then
        select a.balance into spendable
        from core.credit_accounts as a
        where a.owner_id = new.user_id and a.kind = 'user';
    end if;
    perform core.notify_user(
        new.user_id, 'credits.changed',
        jsonb_build_object('spendable', core.credits(spendable), 'reserved', core.credits(reserved))
    );
    return null;
end;
$$;

comment on function core.post_transfer is
'Posts each transfer: writes both entries, changes both balances and sends an event to its person. Reserving more than
the balance is refused; a refund or a dispute may make a balance negative.';

create or replace trigger post_transfer after insert on core.credit_transfers
for each row execute function core.post_transfer();
