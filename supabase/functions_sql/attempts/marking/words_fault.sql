create or replace function core.words_fault(
    display jsonb,    -- {"words": how many at most}
    response jsonb
) returns text
language sql immutable parallel safe
return (
    select case
        when jsonb_typeof(response) not in ('string', 'array') then 'The response must be a word or a list of words.'
        when jsonb_array_length(given.words) not between 1 and (display ->> 'words')::integer
            then format('The response must have 1 to %s words.', display ->> 'words')
        when exists (select from jsonb_array_elements(given.words) as word where jsonb_typeof(word) <> 'string')
            then 'The response must be a word or a list of words.'
        when exists (
            select from jsonb_array_elements_text(given.words) as word
            where core.typed_text(word) = '' or char_length(word) > 50
        ) then 'Each word must have 1 to 50 characters.'
    end
    from (
        select case
            when jsonb_typeof(response) = 'array' then response else jsonb_build_array(response)
        end as words
    ) as given
);

comment on function core.words_fault is $$
Why a response to a word cloud can't be counted, as a sentence; null if it can.
> select core.words_fault('{"words": 2}', '["tea", "coffee"]'), core.words_fault('{"words": 1}', '"tea"')
null | null
> select core.words_fault('{"words": 1}', '["tea", "coffee"]')
The response must have 1 to 1 words.
$$;
