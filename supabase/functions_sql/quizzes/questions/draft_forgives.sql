create or replace function core.draft_forgives(
    draft jsonb,
    place text default ''
) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    known constant text[] := '{accents,letters,punctuation}';
    forgives jsonb := draft -> 'forgives';
begin
    if forgives is null then
        return '{}';
    end if;
    if jsonb_typeof(forgives) <> 'array' then
        perform core.fail_at('wrong_type', place, 'forgives', ' must be a list.');
    end if;
    if not forgives <@ to_jsonb(known) then
        perform core.fail_at('unknown_value', place, 'forgives', format(
            ' may have: %s.', array_to_string(known, ', ')
        ));
    end if;
    return jsonb_build_object('forgives', (
        select to_jsonb(array(select word from unnest(known) as word where forgives ? word))
    ));
end;
$$;

comment on function core.draft_forgives is $$
What a short_text draft forgives, in a fixed order: {"forgives": […]}; {} if it says nothing. PT422 wrong_type,
unknown_value.
> select core.draft_forgives('{"forgives": ["punctuation", "accents"]}'), core.draft_forgives('{}')
{"forgives": ["accents", "punctuation"]} | {}
$$;
