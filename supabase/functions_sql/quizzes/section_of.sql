create or replace function core.section_of(
    sections jsonb,               -- of a quiz
    tags text[],                  -- of a question
    difficulty core.difficulty    -- of the question
) returns integer
language sql immutable parallel safe
return (
    select case
        when sections = '[]' then 1
        else min(listed.n) filter (
            where (not listed.section ? 'tag' or listed.section ->> 'tag' = any(tags))
                and (not listed.section ? 'difficulty' or listed.section ->> 'difficulty' = difficulty::text)
        )
    end
    from jsonb_array_elements(sections) with ordinality as listed (section, n)
)::integer;

comment on function core.section_of is $$
The section that a question belongs to, from 1: the first whose tag and difficulty it has. Null: to none of them. All
questions of a quiz without sections are in the first.
> select core.section_of('[{"tag": "rivers", "difficulty": "hard"}, {"tag": "rivers"}]', '{rivers}', 'easy')
2
> select core.section_of('[{"difficulty": "hard"}]', '{lakes}', null), core.section_of('[]', '{lakes}', null)
null | 1
> select core.section_of('[{"title": "All"}]', '{}', null)
1
$$;
