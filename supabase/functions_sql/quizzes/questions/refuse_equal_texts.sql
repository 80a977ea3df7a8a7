create or replace function core.refuse_equal_texts(
    items jsonb,              -- [{"text"}]
    field text,               -- the name of their list
    place text default ''
) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    twin record;
begin
    select min(listed.n) as one, max(listed.n) as other, min(listed.item ->> 'text') as words
    into twin
    from jsonb_array_elements(items) with ordinality as listed (item, n)
    -- "monday" and "Monday" may both be choices, in a question about spelling
    group by regexp_replace(normalize(listed.item ->> 'text'), '\s+', ' ', 'g')
    having count(*) > 1
    limit 1;
    if found then
        perform core.fail_at('equal_choices', core.entry_place(place, field, twin.other), 'text', format(
            'its text is the same as that of number %s: “%s”. Change or delete one.', twin.one, left(twin.words, 50)
        ));
    end if;
end;
$$;

comment on function core.refuse_equal_texts is
'Refuses texts that differ only in white space: PT422 equal_choices.';
