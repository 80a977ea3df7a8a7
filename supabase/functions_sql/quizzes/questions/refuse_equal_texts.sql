create or replace function core.refuse_equal_texts(
    items jsonb,              -- [{"text"}]
    field text,               -- the name of their list
    place text default '',
    forgiving boolean default false
) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    twin record;
begin
    select min(listed.n) - 1 as one, max(listed.n) - 1 as other, min(listed.item ->> 'text') as words
    into twin
    from jsonb_array_elements(items) with ordinality as listed (item, n)
    group by case
        when forgiving then core.forgiving_text(listed.item ->> 'text')
        -- "monday" and "Monday" may both be choices, in a question about spelling
        else regexp_replace(normalize(listed.item ->> 'text'), '\s+', ' ', 'g')
    end
    having count(*) > 1
    limit 1;
    if found then
        perform core.fail(422, 'equal_choices', format(
            '%s%s[%s] and [%s] are the same: %s', place, field, twin.one, twin.other, left(twin.words, 50)
        ));
    end if;
end;
$$;

comment on function core.refuse_equal_texts is
'Refuses texts that differ only in white space or, if forgiving is true, in case and accents: PT422 equal_choices.';
