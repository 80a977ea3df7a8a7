create or replace function core.relay_join_room(
    room_code text,
    username text default null,
    resume text default null,
    since bigint default null,
    avatar text default null,
    team integer default null
) returns jsonb
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
    select core.enter_room(room_code, username, resume, since, avatar, team, connected => true);
$$;

comment on function core.relay_join_room is
'public.join_room for a player who has a connection, whose end the relay passes to core.player_disconnected.
`connection` in the result numbers the connections of a player for that. Questions of a live game wait for such a
player, so only the relay may say that somebody is one.';

revoke execute on function core.relay_join_room from public;
grant execute on function core.relay_join_room to authenticator;
