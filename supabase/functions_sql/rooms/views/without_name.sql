create or replace function core.without_name(
    payload jsonb,   -- of an event
    player_id uuid,  -- null: none
    person_id uuid   -- who may be named as a host
) returns jsonb
language sql immutable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_object_agg(field.key, case jsonb_typeof(field.value)
        when 'array' then (
            select coalesce(jsonb_agg(
                case
                    when listed.value ->> 'player_id' = player_id::text
                        then listed.value || '{"nickname": "Deleted account", "avatar": ""}'
                    when listed.value ->> 'user_id' = person_id::text
                        then listed.value || '{"display_name": "Deleted account"}'
                    else listed.value
                end
                order by listed.place
            ), '[]')
            from jsonb_array_elements(field.value) with ordinality as listed (value, place)
        )
        else field.value
    end), '{}') || case
        when payload ? 'nickname' and payload ->> 'player_id' = player_id::text
            then '{"nickname": "Deleted account", "avatar": ""}'
        else '{}'
    end::jsonb
    from jsonb_each(payload) as field;
$$;

comment on function core.without_name is $$
The payload of an event of a room without the name of one player or host, for good: in the event itself, and in its
leaderboards and lists.
> select core.without_name('{"podium": [{"player_id": null, "nickname": "Ann"}]}', null, null)
{"podium": [{"nickname": "Ann", "player_id": null}]}
$$;
