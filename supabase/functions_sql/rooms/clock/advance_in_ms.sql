create or replace function core.advance_in_ms(room_id uuid, number integer) returns integer
language sql volatile
set search_path = pg_catalog, pg_temp
as $$
    select case
        when r.question_number > number then 0
        when r.advance_at is not null then
            greatest(0, ceil(1000 * extract(epoch from r.advance_at - clock_timestamp())))::integer
    end
    from core.rooms as r
    where r.id = advance_in_ms.room_id;
$$;

comment on function core.advance_in_ms is
'The time in ms until a room goes on by itself from the question of this number; number 0 is the lobby. Returns 0 if the
room has gone on already or is due to, and null if it waits for its host.';
