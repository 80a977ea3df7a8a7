create or replace function core.typed_text(words text) returns text
language sql immutable parallel safe
return trim(regexp_replace(
    case when core.is_ascii(words) then replace(words, '`', '''') else regexp_replace(
        translate(
            normalize(
                regexp_replace(
                    regexp_replace(
                        -- before NFKC, which would make 108 of 10⁸, 102 of 10₂ and 31/2 of 3½
                        regexp_replace(
                            translate(
                                words,
                                '‘’‚‛‹›ʼ′`´“”„‟«»″‐‑‒–—―−٫٬'
                                || '٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९০১২৩৪৫৬৭৮৯０１２３４５６７８９',
                                '''''''''''''''''''''"""""""-------.'''
                                || repeat('0123456789', 5)
                            ),
                            '([⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ]+)', '^\1', 'g'
                        ),
                        '(?<=[0-9])([₀-₉]+)', '_\1', 'g'
                    ),
                    '(?<=[0-9])([¼-¾⅐-⅞])', ' \1', 'g'
                ),
                nfkc
            ),
            '⁄−', '/-'
        ),
        '[\u00ad\u200b-\u200f\u2060\ufeff]', '', 'g'
    ) end,
    '\s+', ' ', 'g'
));

comment on function core.typed_text is $$
A text with plain quotes, plain hyphens, ASCII digits, single spaces and no invisible characters, so that the same text
typed on different keyboards is equal. Case, accents and every difference of meaning stay: a raised digit is written
with ^, a lowered one after a digit with _.
> select core.typed_text('  “Ångström” –  ½ '), core.typed_text('10⁸ ３½ x₁ 10₂')
"Ångström" - 1/2 | 10^8 3 1/2 x1 10_2
$$;
