create or replace function core.event_messages(
    room_id uuid,
    since bigint,            -- events after this one; null: none
    role text,               -- host, player, projector or spectator
    player_id uuid default null,
    until bigint default null   -- and no event after this one; null: all
) returns jsonb
language sql volatile
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_agg(seen.message order by e.seq, seen.place) filter (where seen.message is not null), '[]')
    from core.room_events as e
    inner join core.rooms as r on r.id = e.room_id
    cross join lateral (
        select
            1 as place,
            core.message_for(e, r.question_on_phones, event_messages.role, event_messages.player_id) as message
        union all
        select
            2 as place,
            core.missed_result(p, (e.payload ->> 'number')::integer) as message
        from core.players as p
        where p.id = event_messages.player_id and e.type = 'question.closed'
    ) as seen
    where e.room_id = event_messages.room_id and e.seq > event_messages.since
        and e.seq <= coalesce(event_messages.until, e.seq)
        and not (e.payload ? 'for_relays' and exists (
            select from core.players as p where p.id = event_messages.player_id and p.topic_key is not null
        ));
$$;

comment on function core.event_messages is
'The messages that somebody missed, in the order of their events, as a list. A player''s result follows the close of its
question. Empty if since is null. Without what is for_relays for a player on Realtime (core.forgive_silence).';
