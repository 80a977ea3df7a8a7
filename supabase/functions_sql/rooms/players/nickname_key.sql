create or replace function core.nickname_key(nickname text) returns text
language sql immutable parallel safe
return replace(replace(translate(
    replace(core.compared_text(
        regexp_replace(
            nickname, format('[%s\u200c\u200d\ufe00-\ufe0f\U000E0020-\U000E007F]', core.invisible()), '', 'g'
        ),
        forgives => '{letters}'
    ), ' ', ''),
    '0|1i!$@' || 'авегһіјкԁпмнорсѕтухѡԛԝӏүьғҽѵ' || 'αβγεζηικμνορτυχωσ' || 'ɡɩıłøđŧǃոսօհյց',
    'ollllsa' || 'aberhljkdnmhopcstyxwqwlybfev' || 'abyezhlkmnoptyxwo' || 'glllodtlnuohjg'
), 'rn', 'm'), 'vv', 'w');

comment on function core.nickname_key is $$
The form of a nickname that is unique in a room: without case, accents, spaces, invisible
characters and look-alikes. I, l, 1 and | count as
the same letter, and so do 0 and o, and rn and m. Cyrillic, Greek and Armenian letters are replaced by the Latin ones
that they look like. Empty if nothing of the nickname is visible.
> select core.nickname_key('Zoé 0'), core.nickname_key('ZOEO'), core.nickname_key('Аnna')
zoeo | zoeo | anna
> select core.nickname_key('BILL') = core.nickname_key('B1lI'), core.nickname_key('Bernd') = core.nickname_key('Bemd')
t | t
$$;
