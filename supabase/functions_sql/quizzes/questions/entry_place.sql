create or replace function core.entry_place(
    place text,    -- of what has the list, such as 'Question 4: '; '' at the top
    list text,     -- the field, such as 'choices'
    n bigint       -- of the entry, from 1
) returns text
language sql immutable parallel safe
return case
    when place = '' then upper(left(core.entry_noun(list), 1)) || substr(core.entry_noun(list), 2)
    else rtrim(place, ': ') || ', ' || core.entry_noun(list)
end || ' ' || n::text || ': ';

comment on function core.entry_place is $$
The place of an entry of a list, as the beginning of a sentence for people.
> select core.entry_place('', 'questions', 4) || 'it must be an object.'
Question 4: it must be an object.
> select core.entry_place('Question 4: ', 'choices', 1) || 'text is missing or empty.'
Question 4, choice 1: text is missing or empty.
> select core.entry_place(core.entry_place('Question 4: ', 'rubric', 2), 'levels', 1) || 'text is missing.'
Question 4, criterion 2, level 1: text is missing.
$$;
