create or replace function core.advance_in_ms(room_id uuid, number integer) returns integer
language sql volatile
set search_path = ''
as $$
    select case
        when r.question_number > number then 0
        when r.advance_at is not null then greatest(0, ceil(1000 * extract(epoch from r.advance_at - clock_timestamp())))::integer
    end
    from core.rooms as r
    where r.id = advance_in_ms.room_id;
$$;

comment on function core.advance_in_ms is
'When a room goes on by itself from this question (0: the lobby), in ms from now; 0: it has, null: it waits for its host.';
