create or replace function core.invisible() returns text
language sql immutable parallel safe
return '\u0001-\u001f\u007f-\u009f\u00ad\u034f\u061c\u070f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f'
    || '\u2028-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff0-\ufffb\U0001343F\U00013430-\U0001343E'
    || '\U0001BCA0-\U0001BCA3\U0001D159\U0001D173-\U0001D17A\U000E0000-\U000E001F\U000E0080-\U000E0FFF';

comment on function core.invisible is $$
The characters that nobody sees, as the inside of a bracket expression: controls, marks of direction, fillers, and
blanks that are no spaces. Joiners, selectors of variants and the tags of flags, which some scripts and emoji need, are
in core.stray.
> select 'a' ~ format('[%s]', core.invisible()), U&'\3164' ~ format('[%s]', core.invisible())
f | t
$$;
