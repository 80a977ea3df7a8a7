create or replace function core.note_room() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    insert into core.fact_changes (day, fact, label, user_id, room_id)
    values ((new.ended_at at time zone 'UTC')::date, 'room', array[new.mode::text], new.host_id, new.id);
    return null;
end;
$$;

comment on function core.note_room is
'Notes for dashboards that a room has ended. Its players and answers are counted later (core.fold_facts).';

create or replace trigger note_room after update of state on core.rooms
for each row when (old.state <> 'ended' and new.state = 'ended')
execute function core.note_room();
