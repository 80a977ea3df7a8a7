create or replace function core.is_look(look jsonb) returns boolean
language sql immutable parallel safe
return case when jsonb_typeof(look) = 'object' then
    look - '{theme,colour,picture}'::text[] = '{}'
    and coalesce(look ->> 'theme', 'dark') in ('dark', 'light', 'contrast')
    and coalesce(look ->> 'colour', '#000000') ~ '^#[0-9a-f]{6}$'
    and coalesce(look ->> 'picture', '/media/00000000-0000-0000-0000-000000000000')
        ~ '^/media/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'
else false end;

comment on function core.is_look is $$
Whether this says how a room looks: {"theme", "colour", "picture"}, all optional. The picture is an uploaded one.
> select core.is_look('{"theme": "light", "colour": "#ffb000"}'), core.is_look('{"colour": "red"}')
t | f
$$;
