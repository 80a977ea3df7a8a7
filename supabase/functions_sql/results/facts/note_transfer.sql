create or replace function core.note_transfer() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    day date := (new.created_at at time zone 'UTC')::date;
begin
    insert into core.fact_changes (day, fact, label, user_id, total, questions)
    values (day, 'credits', array[new.kind::text], new.user_id, new.amount, coalesce(new.questions, 0));
    if new.payment_id is not null then
        insert into core.fact_changes (day, fact, label, total)
        select day, 'money', array[p.currency, new.kind::text], new.amount * p.amount_cents / (p.credits * 100.0)
        from core.payments as p
        where p.id = new.payment_id;
    end if;
    return null;
end;
$$;

comment on function core.note_transfer is
'Notes for dashboards that credits moved, and the money that was paid or paid back for them.';

create or replace trigger note_transfer after insert on core.credit_transfers
for each row execute function core.note_transfer();
