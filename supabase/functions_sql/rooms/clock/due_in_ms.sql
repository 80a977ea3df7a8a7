create or replace function core.due_in_ms(room_id uuid) returns integer
language sql volatile
set search_path = pg_catalog, pg_temp
as $$
    select case
        when r.state = 'open' and waiting.ms is null then 0
        when r.state = 'open' then ceil(greatest(
            0,
            waiting.ms,
            case when back.at > q.opened_at then
                1000 * extract(epoch from back.at - clock_timestamp()) + core.setting('live.restart_grace_ms')
            end
        ))::integer
        when r.state <> 'paused' then core.advance_in_ms(r.id, r.question_number)
    end
    from core.rooms as r
    left join core.room_questions as q on q.room_id = r.id and q.number = r.question_number
    cross join lateral (
        select case when r.state = 'open' then core.waits_ms(q) end as ms   -- costly, so only if it is needed
    ) as waiting
    cross join core.postgres_back_at() as back (at)
    where r.id = due_in_ms.room_id and r.state <> 'ended' and r.mode = 'live';
$$;

comment on function core.due_in_ms is
'The time in ms until a room goes on by itself. 0: it is due now. null: no clock runs. An open question closes once it
no longer waits for anybody (core.waits_ms). After Postgres has started, or a standby was promoted in its place, it
stays open for live.restart_grace_ms unless all have answered, because every relay may hold answers that were received
in time. A closed question is followed by the next one, and an announced question opens.';
