create or replace function core.remaining_ms(room_id uuid, number integer) returns integer
language sql volatile
set search_path = pg_catalog, pg_temp
as $$
    select case
        when q.closed_at is not null then 0
        else greatest(0, q.limit_ms - core.running_ms(q.opened_at, q.pauses, clock_timestamp()))
    end
    from core.room_questions as q
    where q.room_id = remaining_ms.room_id and q.number = remaining_ms.number;
$$;

comment on function core.remaining_ms is
'How long a question may still be answered, in ms at the time of the call. The clock stands still in pauses. 0 if the
question is closed.';
