create or replace function core.rooms_with_deadline() returns jsonb
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_agg(jsonb_build_object(
        'room_code', r.code, 'room_id', r.id, 'due_in_ms', core.due_in_ms(r.id)
    ) order by waiting.until), '[]')
    from (
        select q.room_id, q.due_at as until
        from core.room_questions as q
        inner join core.rooms as open on open.id = q.room_id and open.question_number = q.number and open.state = 'open'
        where q.due_at is not null and q.closed_at is null
        union all
        select pending.id, pending.advance_at
        from core.rooms as pending
        where pending.advance_at is not null and pending.state <> 'ended'
    ) as waiting
    inner join core.rooms as r on r.id = waiting.room_id;
$$;

comment on function core.rooms_with_deadline is
'The rooms whose clocks run, sorted by when they are due: [{"room_code", "room_id", "due_in_ms"}]. Relays use it to run
the clocks of rooms that nobody is connected to.';

revoke execute on function core.rooms_with_deadline from public;
grant execute on function core.rooms_with_deadline to authenticator;
