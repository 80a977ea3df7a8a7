create or replace function core.normalise_cloze(
    draft jsonb,
    known_display jsonb,   -- of the previous version: choices of a gap whose texts stay keep their ids
    place text default ''
) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    kinds constant text[] := '{short_text,numeric,single_choice}';
    given record;
    gap jsonb;
    shown jsonb := '[]';
    keys jsonb := '{}';
    named text[];
begin
    for given in
        select listed.n, listed.spot, listed.item, core.draft_word(
            listed.item, 'kind', kinds, listed.spot, required => true
        )::core.question_kind as kind
        from core.draft_items(
            draft, 'gaps', 1, '{kind,weight,answers,case_sensitive,forgives,choices}', place
        ) as listed
    loop
        perform core.refuse_unknown_fields(given.item, '{kind,weight}' || core.kind_fields(given.kind), given.spot);
        gap := case given.kind
            when 'short_text' then core.normalise_short_text(given.item, given.spot)
            when 'numeric' then core.normalise_numeric(given.item, given.spot)
            else core.normalise_choices(given.item, coalesce(
                jsonb_path_query_first(
                    known_display, '$.gaps[*] ? (@.id == $id).choices', jsonb_build_object('id', given.n::text)
                ), '[]'
            ), given.spot)
        end;
        shown := shown || jsonb_strip_nulls(jsonb_build_object(
            'id', given.n::text,
            'kind', given.kind,
            -- the order of a hash, because authors like to write the right choice first
            'choices', (
                select jsonb_agg(choice order by sha256(convert_to(choice ->> 'text', 'UTF8')))
                from jsonb_array_elements(gap -> 'choices') as choice
            )
        ));
        keys := keys || jsonb_build_object(given.n, gap -> 'key' || jsonb_strip_nulls(jsonb_build_object(
            'kind', given.kind,
            'weight', coalesce(core.draft_number(given.item, 'weight', given.spot, 1, 100, 0), 1),
            'order', jsonb_path_query_array(gap, '$.choices[*].id')
        )));
    end loop;
    named := array(
        select found.number[1] from regexp_matches(draft ->> 'prompt', '\[\[(\d+)\]\]', 'g') as found (number)
    );
    if (select array_agg(number order by number) from unnest(named) as number) is distinct from (
        select array_agg(id order by id) from jsonb_object_keys(keys) as id
    ) then
        perform core.fail_at('wrong_gaps', place, 'prompt', format(
            ' must have each of its gaps once: “[[1]]” for the first of gaps, up to “[[%s]]”.',
            (select count(*) from jsonb_object_keys(keys))
        ));
    end if;
    return jsonb_build_object(
        'display', jsonb_build_object('gaps', shown), 'key', jsonb_build_object('gaps', keys)
    );
end;
$$;

comment on function core.normalise_cloze is
'What a cloze shows and its answer key: {"display": {"gaps"}, "key": {"gaps"}}. Each gap is a short_text, a numeric or a
single_choice of its own; its weight is its share of the points. PT422 wrong_gaps, missing_field, unknown_field,
unknown_value, out_of_range, and what the kinds of its gaps refuse.';
