create or replace function core.due_in_ms(room_id uuid) returns integer
language sql volatile
set search_path = ''
as $$
    select case
        when core.all_have_answered(r.id, r.question_number) then 0
        else greatest(0, ceil(
            1000 * extract(epoch from q.due_at - clock_timestamp()) + core.setting('live.grace_ms')
        ))::integer
    end
    from core.rooms as r
    inner join core.room_questions as q on q.room_id = r.id and q.number = r.question_number
    where r.id = due_in_ms.room_id and r.state = 'open';
$$;

comment on function core.due_in_ms is
'When the open question of a room may be closed, in ms from now, the grace for answers under way included; 0: it may be now,
its time being over or everybody having answered. null: no clock runs.';
