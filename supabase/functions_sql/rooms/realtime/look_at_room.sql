create or replace function core.look_at_room(
    room core.rooms,
    spared uuid default null      -- a player who is sending a heartbeat
) returns core.room_looks
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    look core.room_looks;
    due_in_ms integer;
begin
    select l.* into look
    from core.room_looks as l
    where l.room_id = room.id;
    if look.seq = room.seq and look.looked_at > clock_timestamp() - interval '1 s'
        and coalesce(look.due_at > clock_timestamp(), true) then
        return look;
    end if;

    if look.room_id is null then
        insert into core.room_looks (room_id)
        values (room.id)
        on conflict do nothing;
    end if;
    perform
    from core.room_looks as l
    where l.room_id = room.id
    for update skip locked;
    if not found then
        return look;   -- another heartbeat is looking at the moment
    end if;
    due_in_ms := core.step_clock(room);
    perform core.dismiss_silent_players(room.id, spared);
    update core.room_looks as l
    set looked_at = clock_timestamp(),
        seq = room.seq,
        due_at = clock_timestamp() + due_in_ms * interval '1 ms',
        progress = (
            select jsonb_build_object(
                'type', 'progress',
                'question', counted.value -> 'number',
                'answered', counted.value -> 'answered',
                'players', counted.value -> 'players'
            )
            from jsonb_array_elements(core.room_progress(array[room.id])) as counted
        )
    where l.room_id = room.id
    returning l.* into look;
    return look;
end;
$$;

comment on function core.look_at_room is
'Does for a heartbeat what takes longer the more players there are: what is due by the room''s clock, dismissing players
who are silent, and counting answers. Returns when that was done last. It is done again when something is due, an event
has happened or a second has passed, and by one heartbeat at a time; the others only read one row. A seq that is too
small, because events happened meanwhile, is one look more.';
