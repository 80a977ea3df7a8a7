create or replace function core.compared_text(
    words text,
    case_sensitive boolean default false,
    forgives text[] default '{accents}'   -- of accents, letters, punctuation
) returns text
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
    compared text := normalize(core.typed_text(words), nfd);
begin
    if forgives && '{accents,letters}' and not core.is_ascii(compared) then
        compared := regexp_replace(
            compared,
            -- combining marks of Latin, Greek, Cyrillic, Hebrew and Arabic, but those of ñ, й, ў, ї make other letters
            '(?<![nN])\u0303|(?<![иИуУ])\u0306|(?<![іІ])\u0308'
            || '|[\u0300-\u0302\u0304\u0305\u0307\u0309-\u036f\u0483-\u0487\u0591-\u05bd\u064b-\u0652'
            || '\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]',
            '', 'g'
        );
        compared := replace(replace(replace(replace(replace(replace(
            translate(compared, 'ØøŁłĐđĦħŦŧı', 'OoLlDdHhTti'),
            'æ', 'ae'), 'Æ', 'AE'), 'œ', 'oe'), 'Œ', 'OE'), 'ß', 'ss'), 'ẞ', 'SS');
    end if;
    if 'letters' = any(forgives) then
        compared := regexp_replace(compared, '[\u0303\u0306\u0308]', '', 'g');
    end if;
    if not case_sensitive then
        compared := core.fold_case(compared);
    end if;
    if 'punctuation' = any(forgives) then
        -- not within a number: 3.5 stays another answer than 35
        compared := trim(regexp_replace(regexp_replace(
            compared, '(?<![0-9])[-.,;:!?''"()¡¿…·/、。，！？；：]|[-.,;:!?''"()¡¿…·/、。，！？；：](?![0-9])', ' ', 'g'
        ), '\s+', ' ', 'g'));
    end if;
    return compared;
end;
$$;

comment on function core.compared_text is $$
A text in the form in which it is compared with others. accents: é is e, and ß is ss, but ñ, й, ў and ї stay letters of
their own; letters: those too; punctuation: none, except within numbers. What core.typed_text unites is always equal.
> select core.compared_text('  São   PAULO '), core.compared_text('l’été') = core.compared_text('L''Ete')
sao paulo | t
> select core.compared_text('año') = 'ano', core.compared_text('año', forgives => '{letters}') = 'ano'
f | t
> select core.compared_text('Well, well! 3.5', forgives => '{punctuation}')
well well 3.5
> select core.compared_text('Café', true, '{}') = core.compared_text('Cafe', true, '{}')
f
$$;
