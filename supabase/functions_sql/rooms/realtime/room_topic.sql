create or replace function core.room_topic(
    room_code text,
    role text,                     -- host, player, projector or spectator
    topic_key text default null    -- of the player, for role player
) returns text
language sql immutable parallel safe
return 'room:' || room_code || case role
    when 'host' then ':host'
    when 'projector' then ':screen'
    when 'player' then ':player:' || topic_key
    else ''
end;

comment on function core.room_topic is $$
The Realtime topic of a role in a room. What all players receive goes to the topic of the spectators; that of a player
has what is for them alone. Null for a player without a key.
> select core.room_topic('7K53MX', 'spectator'), core.room_topic('7K53MX', 'player', 'f00')
room:7K53MX | room:7K53MX:player:f00
$$;
