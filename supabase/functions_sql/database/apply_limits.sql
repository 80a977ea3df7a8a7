create or replace function core.apply_limits(limits jsonb) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    wrong record;
begin
    select given.key, bounds.smallest into wrong
    from jsonb_each(limits) as given
    left join (
        values
            ('account.max_sign_ups_per_client', 1),
            ('live.max_assigned_rooms_per_host', 1),
            ('live.max_players_per_room', 1),
            ('live.max_rooms', 1),
            ('live.max_rooms_per_host', 1),
            ('live.room_max_age_s', 60),
            ('quiz.max_per_person', 1),
            ('quiz.max_questions_per_person', 1),
            ('rate.joins', 1),
            ('rate.joins_s', 1),
            ('rate.room_codes', 1),
            ('rate.room_codes_s', 1),
            ('rate.writes', 1),
            ('rate.writes_s', 1),
            ('upload.max_mib_per_person', 1),
            ('upload.max_per_person', 1)
    ) as bounds (key, smallest) on bounds.key = given.key
    where bounds.smallest is null
        or case
            when given.value::text ~ '^[1-9][0-9]{0,8}$' then given.value::text::integer < bounds.smallest
            else true
        end
    limit 1;
    if wrong.smallest is not null then
        perform core.fail(
            422, 'bad_limit', format('%s must be a whole number from %s to 999999999.', wrong.key, wrong.smallest)
        );
    elsif wrong.key is not null then
        perform core.fail(422, 'bad_limit', format('%s is not a limit that can be set here.', wrong.key));
    end if;
    update core.settings as s
    set value = given.value
    from jsonb_each(limits) as given
    where s.key = given.key and s.value <> given.value;
end;
$$;

comment on function core.apply_limits is
'Sets the limits that are given, such as {"live.max_rooms": 1000}, and leaves the others as they are. It
can''t change any other setting. The app calls it when it starts, with the limits that the environment sets. PT422
bad_limit.';

revoke execute on function core.apply_limits from public;
grant execute on function core.apply_limits to authenticator;
