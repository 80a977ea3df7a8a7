create or replace function core.note_person() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    insert into core.fact_changes (day, fact, label)
    values (
        (new.created_at at time zone 'UTC')::date, 'person',
        array[case when new.guest then 'guest' else 'account' end]
    );
    return null;
end;
$$;

comment on function core.note_person is 'Notes for dashboards that somebody has signed up, or begun as a guest.';

create or replace trigger note_person after insert on core.profiles
for each row execute function core.note_person();
