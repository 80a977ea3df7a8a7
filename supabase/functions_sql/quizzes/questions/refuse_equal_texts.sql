create or replace function core.refuse_equal_texts(
    items jsonb,              -- [{"text"}]
    field text,               -- their list's name
    place text default '',
    forgiving boolean default false
) returns void
language plpgsql stable
set search_path = ''
as $$
declare
    twin record;
begin
    select min(listed.n) - 1 as one, max(listed.n) - 1 as other, min(listed.item ->> 'text') as words
    into twin
    from jsonb_array_elements(items) with ordinality as listed (item, n)
    group by case
        when forgiving then core.forgiving_text(listed.item ->> 'text')
        -- "monday" and "Monday" may both be choices: which is written right is a question too
        else regexp_replace(normalize(listed.item ->> 'text'), '\s+', ' ', 'g')
    end
    having count(*) > 1
    limit 1;
    if found then
        perform core.fail(422, 'equal_choices', format(
            '%s%s[%s] and [%s] say the same: %s', place, field, twin.one, twin.other, left(twin.words, 50)
        ));
    end if;
end;
$$;

comment on function core.refuse_equal_texts is
'PT422 equal_choices where two of the texts are the same but for white space; where forgiving, but for case and accents.';
