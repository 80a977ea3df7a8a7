create or replace function core.refuse_resume(room core.rooms) returns jsonb
language sql
set search_path = pg_catalog, pg_temp
as $$
    select case
        when room.id is null then core.refuse_room_code()
        else core.refuse_guess(
            403, 'unknown_resume', 'This resume token does not belong to this room. Join with a nickname instead.'
        )
    end;
$$;

comment on function core.refuse_resume is
'Refuses a resume token that no player of the room has; room is null if the room code was wrong. PT404 room_not_found,
PT403 unknown_resume.';
