create or replace function core.is_blocked(name text) returns boolean
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    words text := core.word_key(name);
    other_words text := translate(words, 'l', 'i');   -- a 1 may stand for both
    joined text := replace(words, ' ', '');           -- catches words with spaces between their letters
    other_joined text := replace(other_words, ' ', '');
begin
    return exists (
        select from core.blocked_words as b
        where b.word = any(string_to_array(words || ' ' || other_words, ' ') || joined || other_joined)
    ) or exists (
        select from core.blocked_words as b
        where b.anywhere and (position(b.word in joined) > 0 or position(b.word in other_joined) > 0)
    );
end;
$$;

comment on function core.is_blocked is
'Whether a name contains a word of core.blocked_words, in any spelling that core.word_key maps to it. Rooms with the
profanity filter refuse such names.';
