create or replace function core.clean_name(name text) returns text
language sql immutable parallel safe
return nullif(btrim(regexp_replace(
    normalize(name),
    format('([\u0020\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]|%s)+', core.stray()),
    ' ', 'g'
), E' \u200c\u200d'), '');

comment on function core.clean_name is $$
A name without control characters, invisible characters and marks that reverse the direction of text, normalised to NFC.
Null if nothing is left. The joiners within emoji and within Indic and Persian words stay.
> select core.clean_name(E'  Ada\t\u202eLovelace ')
Ada Lovelace
$$;
