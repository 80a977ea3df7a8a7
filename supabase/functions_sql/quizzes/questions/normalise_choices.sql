create or replace function core.normalise_choices(
    draft jsonb,
    known_choices jsonb,
    place text default ''
) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    kind core.question_kind := draft ->> 'kind';
    items jsonb;
    ids text[];
    weights numeric[];
begin
    select jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
        'text', core.draft_text(listed.item, 'text', 1000, listed.spot, required => true),
        'media_url', core.draft_media(listed.item, 'media_url', listed.spot),
        'media_alt', core.draft_alt(listed.item, listed.spot),
        'weight', core.draft_number(listed.item, 'weight', listed.spot, -1, 1),
        'correct', core.draft_boolean(listed.item, 'correct', listed.spot),
        'feedback', core.draft_text(listed.item, 'feedback', 2000, listed.spot),
        'pinned', nullif(core.draft_boolean(listed.item, 'pinned', listed.spot), false)
    )) order by listed.n)
    into items
    from core.draft_items(draft, 'choices', 2, case
        when kind = 'ordering' then array['text', 'media_url', 'media_alt']
        when kind = 'poll' then array['text', 'media_url', 'media_alt', 'pinned']
        -- the choices of a gap are never in the author's order
        when place like '%/gaps/%' then array['text', 'weight', 'correct', 'feedback', 'media_url', 'media_alt']
        else array['text', 'weight', 'correct', 'feedback', 'media_url', 'media_alt', 'pinned']
    end, place) as listed;
    perform core.refuse_equal_texts(items, 'choices', place);

    if kind = 'ordering' then
        return core.normalise_order(items, known_choices);
    end if;

    ids := core.choice_ids(array(select c ->> 'text' from jsonb_array_elements(items) as c), known_choices);
    weights := case when kind <> 'poll' then core.choice_weights(kind, items, place) end;
    return (
        select jsonb_build_object(
            'choices', jsonb_agg(
                jsonb_build_object('id', ids[n]) || (item - '{weight,correct,feedback}'::text[]) order by n
            ),
            'key', case when kind = 'poll' then '{}' else jsonb_strip_nulls(jsonb_build_object(
                'weights', jsonb_object_agg(ids[n], weights[n]),
                'feedback', jsonb_object_agg(ids[n], item -> 'feedback') filter (where item ? 'feedback')
            )) end
        )
        from jsonb_array_elements(items) with ordinality as listed (item, n)
    );
end;
$$;

comment on function core.normalise_choices is
'The choices and the answer key of a draft of single_choice, multiple_choice, poll or ordering: {"choices", "key"}, as
in core.questions. PT422 with a sentence that names the place.';
