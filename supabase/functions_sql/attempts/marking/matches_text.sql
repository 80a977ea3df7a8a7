create or replace function core.matches_text(
    accepted jsonb,   -- {"text", "wildcards"?}; with wildcards, * stands for any characters, \* for an asterisk
    given text,
    key jsonb         -- {"case_sensitive"?, "forgives"?}, as core.compared_text takes them
) returns boolean
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
    any_characters constant text := E'\uE000';   -- of the private use area, which no keyboard has
    case_sensitive boolean := coalesce((key ->> 'case_sensitive')::boolean, false);
    forgives text[] := core.forgives(key);
    typed text := core.compared_text(given, case_sensitive, forgives);
    pattern text := accepted ->> 'text';
begin
    if not coalesce((accepted ->> 'wildcards')::boolean, false) then
        return typed = core.compared_text(pattern, case_sensitive, forgives);
    end if;
    pattern := replace(regexp_replace(pattern, '(?<!\\)\*', any_characters, 'g'), '\*', '*');
    pattern := core.compared_text(pattern, case_sensitive, forgives);
    pattern := regexp_replace(pattern, '([\\%_])', '\\\1', 'g');
    return typed like replace(pattern, any_characters, '%');
end;
$$;

comment on function core.matches_text is $$
Whether a text matches an accepted one. Without wildcards, an asterisk is an asterisk.
> select core.matches_text('{"text": "Marie * Curie", "wildcards": true}', 'marie skłodowska  curie', '{}')
t
> select core.matches_text('{"text": "3 * 4"}', '3 * 4', '{}'), core.matches_text('{"text": "3 * 4"}', '3 and 4', '{}')
t | f
> select core.matches_text('{"text": "100%"}', '1000', '{}'),
>   core.matches_text('{"text": "Po"}', 'po', '{"case_sensitive": true}')
f | f
$$;
