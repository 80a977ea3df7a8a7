create or replace function core.plain_text(words text) returns text
language sql immutable parallel safe
return trim(regexp_replace(
    regexp_replace(
        replace(replace(replace(replace(replace(replace(
            translate(
                normalize(
                    -- before NFKD, which would turn some of these into a space and an accent
                    translate(
                        words,
                        '‘’‚‛‹›ʼ′`´“”„‟«»″‐‑‒–—―−',
                        '''''''''''''''''''''"""""""-------'
                    ),
                    nfkd
                ),
                'ØøŁłĐđĦħŦŧı', 'OoLlDdHhTti'
            ),
            'æ', 'ae'), 'Æ', 'AE'), 'œ', 'oe'), 'Œ', 'OE'), 'ß', 'ss'), 'ẞ', 'SS'),
        -- combining marks of Latin, Greek, Cyrillic, Hebrew and Arabic, and invisible characters
        '[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u064b-\u0652\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f'
        || '\u00ad\u200b-\u200f\u2060\ufeff]',
        '', 'g'
    ),
    '\s+', ' ', 'g'
));

comment on function core.plain_text is $$
A text without accents and invisible characters, with plain quotes, plain hyphens and single spaces, so that the same
text typed on different keyboards is equal. Case is kept. Needs no extension and no collation.
> select core.plain_text('  “Ångström” –  Œuvre ')
"Angstrom" - OEuvre
$$;
