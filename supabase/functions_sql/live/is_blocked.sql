create or replace function core.is_blocked(name text) returns boolean
language sql stable
set search_path = ''
as $$
    select exists (
        select
        from core.blocked_words as b, (
            select core.word_key(name) as words, translate(core.word_key(name), 'l ', 'i') as other_words
        ) as read
        where case
            -- written apart to slip through, or with an i for an l
            when b.anywhere then
                position(b.word in replace(read.words, ' ', '')) > 0 or position(b.word in read.other_words) > 0
            else b.word in (replace(read.words, ' ', ''), read.other_words)
                or ' ' || read.words || ' ' like '% ' || b.word || ' %'
        end
    );
$$;

comment on function core.is_blocked is
'Whether a name holds a word of core.blocked_words, however it is spelt; where a room''s profanity filter is on, it is refused.';
