create or replace function core.may_receive(topic text) returns boolean
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select coalesce((
        select case
            when topic in (core.room_topic(r.code, 'spectator'), core.room_topic(r.code, 'projector')) then true
            when topic = core.room_topic(r.code, 'host') then core.is_host(r)
            else exists (
                select from core.players as p
                where p.room_id = r.id and p.kicked_at is null
                    and topic = core.room_topic(r.code, 'player', p.topic_key)
            )
        end
        from core.rooms as r
        where r.code = split_part(topic, ':', 2)
    ), false);
$$;

comment on function core.may_receive is
'Whether the caller may join this Realtime topic. Anybody who knows the code of a room may watch it, as with
public.watch_room; the topic of the hosts is for its hosts, and a player''s for whoever knows its key. False for topics
that belong to no room. The policies on realtime.messages ask this as the client who joins; clients can''t call it,
because they have no usage on the schema.';

revoke execute on function core.may_receive from public;
grant execute on function core.may_receive to anon, authenticated;
