create or replace function core.matches_text(
    accepted text,   -- * stands for any characters, \* for an asterisk, as in GIFT
    given text,
    case_sensitive boolean
) returns boolean
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
    pattern text := case when case_sensitive then core.plain_text(accepted) else core.forgiving_text(accepted) end;
    typed text := case when case_sensitive then core.plain_text(given) else core.forgiving_text(given) end;
begin
    if strpos(pattern, '*') = 0 then
        return typed = pattern;
    end if;
    pattern := regexp_replace(pattern, '([\\%_])', '\\\1', 'g');
    pattern := regexp_replace(pattern, '(?<!\\\\)\*', '%', 'g');
    return typed like replace(pattern, '\\*', '*');
end;
$$;

comment on function core.matches_text is $$
Whether a text matches an accepted one. Accents and spaces never matter; case matters only if case_sensitive is true.
> select core.matches_text('Marie * Curie', 'marie skłodowska  curie', false)
t
> select core.matches_text('3 \* 4', '3 * 4', false), core.matches_text('3 \* 4', '3 + 4', false)
t | f
> select core.matches_text('100%', '1000', false), core.matches_text('Po', 'po', true)
f | f
$$;
