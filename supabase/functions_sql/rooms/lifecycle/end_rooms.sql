create or replace function core.end_rooms(host_id uuid) returns jsonb
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    room core.rooms;
    codes jsonb := '[]';
begin
    for room in
        select r.*
        from core.rooms as r
        where r.host_id = end_rooms.host_id and r.state <> 'ended'
        order by r.code   -- the order of core.call_many
        for update
    loop
        perform core.stop_intake(room);
        perform core.finish_room(room);
        codes := codes || to_jsonb(room.code);
    end loop;
    return codes;
end;
$$;

comment on function core.end_rooms is
'Ends all open games of a person, whose leaderboards and reports stay, and returns their codes.';
