create or replace function core.draft_texts(
    draft jsonb,
    field text,
    longest bigint,
    place text default ''
) returns text[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    most bigint := core.setting('quiz.max_choices');
    items jsonb := coalesce(draft -> field, '[]');
begin
    if jsonb_typeof(items) <> 'array' then
        perform core.fail_at('wrong_type', place, field, ' must be a list of texts.');
    end if;
    if jsonb_array_length(items) > most then
        perform core.fail_at('wrong_count', place, field, format(
            ' must have 0 to %s entries, not %s.', most, jsonb_array_length(items)
        ));
    end if;
    return array(
        select core.draft_text(
            jsonb_build_object('it', listed.item), 'it', longest, core.entry_place(place, field, listed.n),
            required => true
        )
        from jsonb_array_elements(items) with ordinality as listed (item, n)
        order by listed.n
    );
end;
$$;

comment on function core.draft_texts is
'The texts in a list field of a draft; none if it is absent. PT422 wrong_type, wrong_count, missing_field, too_long.';
