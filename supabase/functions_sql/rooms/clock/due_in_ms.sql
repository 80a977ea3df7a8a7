create or replace function core.due_in_ms(room_id uuid) returns integer
language sql volatile
set search_path = ''
as $$
    select case
        when r.state = 'open' and waiting.ms is null then 0
        when r.state = 'open' then ceil(greatest(
            0,
            waiting.ms,
            case when pg_postmaster_start_time() > q.opened_at then
                1000 * extract(epoch from pg_postmaster_start_time() - clock_timestamp())
                + core.setting('live.restart_grace_ms')
            end
        ))::integer
        when r.state <> 'paused' then core.advance_in_ms(r.id, r.question_number)
    end
    from core.rooms as r
    left join core.room_questions as q on q.room_id = r.id and q.number = r.question_number
    left join lateral (select core.waits_ms(q) as ms) as waiting on r.state = 'open'
    where r.id = due_in_ms.room_id and r.state <> 'ended' and r.mode = 'live';
$$;

comment on function core.due_in_ms is
'When a room goes on by itself, in ms from now; 0: it may now. An open question closes when it waits for nobody any more
(core.waits_ms); before all have answered not soon after a start of Postgres, when every relay may hold answers that came
in time. A closed one gives way to the next, and an announced one opens. null: no clock runs.';
