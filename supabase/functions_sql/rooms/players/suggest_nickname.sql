create or replace function public.suggest_nickname(room_code text) returns jsonb
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    adjectives constant text[] := '{
        Agile, Amber, Brave, Bright, Calm, Clever, Cosmic, Cosy, Crimson, Curious, Daring, Dapper, Eager,
        Fabled, Fair, Fleet, Gentle, Golden, Happy, Hidden, Humble, Jolly, Keen, Kind, Lively, Lucky, Lunar,
        Merry, Mighty, Misty, Noble, Nimble, Patient, Polite, Proud, Quick, Quiet, Rapid, Royal, Silver,
        Sunny, Swift, Velvet, Vivid, Wild, Wise, Witty, Zesty
    }';
    animals constant text[] := '{
        Badger, Beaver, Bison, Crane, Dolphin, Eagle, Falcon, Ferret, Finch, Fox, Gecko, Gibbon, Hare, Hawk,
        Hedgehog, Heron, Ibex, Jaguar, Koala, Lark, Lemur, Lion, Lynx, Magpie, Marten, Moose, Narwhal, Newt,
        Ocelot, Octopus, Orca, Otter, Owl, Panda, Parrot, Penguin, Puffin, Puma, Raven, Robin, Salmon, Seal,
        Sparrow, Squirrel, Stork, Tiger, Toucan, Walrus, Wolf, Zebra
    }';
    room core.rooms := core.room_of(room_code);
    suggested text;
begin
    perform core.require_calls_left('room_codes', core.calling_network());
    if room.id is null then
        return core.refuse_room_code();
    end if;
    select drawn.name into suggested
    from (
        select
            adjectives[1 + floor(random() * cardinality(adjectives))::integer]
            || ' ' || animals[1 + floor(random() * cardinality(animals))::integer]
            || case when turn > 20 then ' ' || turn else '' end as name
        from generate_series(1, 400) as turn
    ) as drawn
    where not exists (
        select from core.players as p where p.room_id = room.id and p.nickname_key = core.nickname_key(drawn.name)
    )
    limit 1;
    return jsonb_build_object('nickname', suggested, 'avatar', left(md5(suggested), 12));
end;
$$;

comment on function public.suggest_nickname is
'Suggests a nickname that nobody in the room has, an adjective and an animal, and the seed of an avatar: {"nickname",
"avatar"}. The nickname is not reserved. PT404 room_not_found.';

revoke execute on function public.suggest_nickname from public;
grant execute on function public.suggest_nickname to anon, authenticated;
