create or replace function core.stray() returns text
language sql immutable parallel safe
return format(
    '[%1$s]|\u200c(?![%2$s])|(?<![%2$s])\u200c'
    '|(?<![%3$s#*0-9\u00a9\u00ae])[\ufe00-\ufe0f]|(?<![\U0001F3F4\U000E0020-\U000E007E])[\U000E0020-\U000E007F]',
    core.invisible(),
    '\u0590-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af',    -- scripts with joiners within words
    '\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001F000-\U0001FAFF'    -- emoji
);

comment on function core.stray is $$
A regular expression that finds characters in a name that nobody sees and that its script or an emoji does not need: a
non-joiner is kept between letters of scripts that join them, a selector of a variant after an emoji. The joiner of
emoji may stand anywhere, because names are compared without it.
> select U&'Mira\200c' ~ core.stray(), U&'\0645\06cc\200c\0646\0627' ~ core.stray(), U&'\2764\fe0f' ~ core.stray()
t | f | f
$$;
