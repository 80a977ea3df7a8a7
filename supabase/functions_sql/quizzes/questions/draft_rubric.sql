create or replace function core.draft_rubric(
    draft jsonb,          -- {"rubric"?: [{"text", "points", "description"?, "levels"?: [{"text", "points"}]}]}
    place text default ''
) returns jsonb           -- null: there is none
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    rubric jsonb := coalesce(draft -> 'rubric', '[]');
    longest constant integer := 1000;
begin
    if jsonb_typeof(rubric) <> 'array' or exists (
        select from jsonb_array_elements(rubric) as criterion
        where jsonb_typeof(criterion) <> 'object' or jsonb_typeof(criterion -> 'levels') <> 'array' or exists (
            select from jsonb_array_elements(case
                when jsonb_typeof(criterion -> 'levels') = 'array' then criterion -> 'levels' else '[]'
            end) as level
            where jsonb_typeof(level) <> 'object'
        )
    ) then
        perform core.fail_at(
            'wrong_type', place, 'rubric',
            ' must be a list of {"text", "points", "description"?, "levels"?: [{"text", "points"}]}.'
        );
    end if;
    if jsonb_array_length(rubric) > 30 or exists (
        select from jsonb_array_elements(rubric) as criterion
        where jsonb_array_length(criterion -> 'levels') not between 2 and 20
    ) then
        perform core.fail_at(
            'wrong_count', place, 'rubric', ' may have up to 30 criteria, and a criterion 2 to 20 levels, or none.'
        );
    end if;
    return (
        select jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
            'id', listed.n::text,
            'text', core.draft_text(listed.criterion, 'text', longest, listed.spot, required => true),
            'description', core.draft_text(listed.criterion, 'description', longest, listed.spot),
            'points', core.required_points(listed.criterion, listed.spot, 0.01),
            'levels', (
                select jsonb_agg(jsonb_build_object(
                    'text', core.draft_text(level.value, 'text', longest, level.spot, required => true),
                    'points', core.required_points(
                        level.value, level.spot, 0, core.required_points(listed.criterion, listed.spot, 0.01)
                    )
                ) order by level.n)
                from (
                    select each.value, each.n, core.entry_place(listed.spot, 'levels', each.n) as spot
                    from jsonb_array_elements(listed.criterion -> 'levels') with ordinality as each (value, n)
                ) as level
                cross join lateral core.refuse_unknown_fields(level.value, '{text,points}', level.spot)
            )
        )) order by listed.n)
        from (
            select each.criterion, each.n, core.entry_place(place, 'rubric', each.n) as spot
            from jsonb_array_elements(rubric) with ordinality as each (criterion, n)
        ) as listed
        cross join lateral core.refuse_unknown_fields(
            listed.criterion, '{text,points,description,levels}', listed.spot
        )
    );
end;
$$;

comment on function core.draft_rubric is
'The rubric of an essay''s draft: criteria, each with an id, its points, and levels from 0 to these points if the author
gave any. PT422 wrong_type, wrong_count, missing_field, too_long, out_of_range, unknown_field.';
