create or replace function core.word_key(words text) returns text
language sql immutable parallel safe
return regexp_replace(
    trim(regexp_replace(
        translate(
            core.compared_text(words, forgives => '{letters}'),
            '013457$@!|' || 'авекмнорстухі' || 'αεικμνορτυ',
            'oleastsall' || 'abekmhopctyxl' || 'aelkmvoptu'
        ),
        '[^a-z]+', ' ', 'g'
    )), '(.)\1\1+', '\1', 'g'
);

comment on function core.word_key is $$
Words as the profanity filter compares them: letters a to z only, with digits and signs replaced by the letters that
they stand for, and three or more of the same letter by one.
> select core.word_key('D4mn!! F00l'), core.word_key('noooo-o')
damnll fool | no o
$$;
