create or replace function core.drawn_sections(
    sections jsonb,       -- of the quiz
    drawn integer[],      -- the section of each question that was drawn, in their order
    text_format core.text_format    -- of the quiz
) returns jsonb
language sql immutable parallel safe
return (
    select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
        'title', listed.section -> 'title',
        'text', listed.section -> 'text',
        'text_format', case when listed.section ? 'text' then text_format end,
        'first', array_position(drawn, listed.n::integer),
        'questions', cardinality(array_positions(drawn, listed.n::integer))
    )) order by listed.n), '[]')
    from jsonb_array_elements(sections) with ordinality as listed (section, n)
    where listed.n::integer = any(drawn)
);

comment on function core.drawn_sections is $$
The sections of a draw, as an attempt keeps them: the place of the first question of each, and how many it has.
> select core.drawn_sections('[{"title": "Rivers", "select": 2}, {"title": "Lakes"}]', '{1,1,2}', 'plain') -> 1
{"first": 3, "title": "Lakes", "questions": 1}
$$;
