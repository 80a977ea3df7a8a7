create or replace function core.draft_sections(draft jsonb) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    difficulties constant text[] := enum_range(null::core.difficulty)::text[];
    most bigint := core.setting('quiz.max_questions');
begin
    if not draft ? 'sections' then
        return null;
    end if;
    return (
        select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
            'title', core.draft_text(section.item, 'title', 200, section.spot, required => true),
            'text', core.draft_text(section.item, 'text', 5000, section.spot),
            'tag', (core.clean_tags(array[core.draft_text(section.item, 'tag', 1000, section.spot)]))[1],
            'difficulty', core.draft_word(section.item, 'difficulty', difficulties, section.spot),
            'select', core.draft_number(section.item, 'select', section.spot, 1, most, 0),
            'draw', coalesce(
                core.draft_word(section.item, 'draw', '{each_attempt,once}', section.spot), 'each_attempt'
            ),
            'shuffle', core.draft_boolean(section.item, 'shuffle', section.spot)
        )) order by section.n), '[]')
        from (
            select listed.n, listed.spot, jsonb_strip_nulls(listed.item) as item
            from core.draft_items(
                case when draft -> 'sections' = 'null' then '{"sections": []}' else draft end, 'sections', 0,
                '{title,text,tag,difficulty,select,draw,shuffle}'
            ) as listed
        ) as section
    );
end;
$$;

comment on function core.draft_sections is
'The sections of a quiz''s draft as they are stored; null if it has no such field, none if it is null. PT422 wrong_type,
wrong_count, missing_field, unknown_field, unknown_value, out_of_range, too_long; the sentence names the place.';
