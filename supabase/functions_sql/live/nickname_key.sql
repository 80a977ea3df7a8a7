create or replace function core.nickname_key(nickname text) returns text
language sql immutable parallel safe
return translate(
    replace(core.forgiving_text(nickname), ' ', ''),
    '01|$@' || 'авекмнорстухіјѕԁ' || 'αβεζηικμνορτυχ',
    'ollsa' || 'abekmhopctyxijsd' || 'abezhikmnoptyx'
);

comment on function core.nickname_key is $$
What is unique in a room: a nickname without case, accents and spaces, its look-alike digits and Cyrillic and Greek
letters read as Latin ones. Empty where nothing of it can be seen.
> select core.nickname_key('Zoé 0'), core.nickname_key('ZOEO') = core.nickname_key('Zoé 0'), core.nickname_key('Аnna')
zoeo | t | anna
$$;
