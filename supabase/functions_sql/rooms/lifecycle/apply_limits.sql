create or replace function core.apply_limits(limits jsonb) returns void
language plpgsql security definer
set search_path = ''
as $$
begin
    if exists (
        select from jsonb_each(limits) as given
        where given.key not in ('live.max_rooms', 'live.max_players_per_room', 'live.room_max_age_s')
            or given.value::text !~ '^[1-9][0-9]{0,8}$'
    ) then
        perform core.fail(
            422, 'bad_limit',
            'The limits are live.max_rooms, live.max_players_per_room and live.room_max_age_s, whole numbers from 1.'
        );
    end if;
    update core.settings as s
    set value = given.value
    from jsonb_each(limits) as given
    where s.key = given.key and s.value <> given.value;
end;
$$;

comment on function core.apply_limits is
'Sets the limits of live rooms that the environment gives, and no other setting: {"live.max_rooms": 1000, …}. PT422 bad_limit.';

revoke execute on function core.apply_limits from public;
grant execute on function core.apply_limits to authenticator;
