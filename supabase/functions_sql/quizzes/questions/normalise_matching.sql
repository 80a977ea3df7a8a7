create or replace function core.normalise_matching(
    draft jsonb,
    known_choices jsonb,
    known_display jsonb,
    place text default ''
) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    pairs jsonb;
    texts text[];       -- of the choices, in the order of a hash
    choice_ids text[];
    item_ids text[];
begin
    select jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
        'text', core.draft_text(listed.item, 'text', 1000, listed.spot, required => true),
        'media_url', core.draft_media(listed.item, 'media_url', listed.spot),
        'media_alt', core.draft_alt(listed.item, listed.spot),
        'match', core.draft_text(listed.item, 'match', 1000, listed.spot, required => true)
    )) order by listed.n)
    into pairs
    from core.draft_items(draft, 'pairs', 2, array['text', 'media_url', 'media_alt', 'match'], place) as listed;
    perform core.refuse_equal_texts(pairs, 'pairs', place);

    select array_agg(offered.words order by sha256(convert_to(offered.words, 'UTF8')))
    into texts
    from (
        select pair ->> 'match' as words from jsonb_array_elements(pairs) as pair
        union
        select words from unnest(core.draft_texts(draft, 'distractors', 1000, place)) as words
    ) as offered;
    if cardinality(texts) not between 2 and core.setting('quiz.max_choices') then
        perform core.fail_at('wrong_count', place, 'pairs', format(
            ' and distractors must offer 2 to %s different texts to match, not %s.',
            core.setting('quiz.max_choices'), cardinality(texts)
        ));
    end if;
    choice_ids := core.choice_ids(texts, known_choices);
    item_ids := core.choice_ids(
        array(select pair ->> 'text' from jsonb_array_elements(pairs) as pair), coalesce(known_display -> 'items', '[]')
    );
    return jsonb_build_object(
        'choices', (
            select jsonb_agg(jsonb_build_object('id', choice_ids[n], 'text', texts[n]) order by n)
            from generate_subscripts(texts, 1) as n
        ),
        'display', jsonb_build_object('items', (
            select jsonb_agg(jsonb_build_object('id', item_ids[n]) || (pair - 'match') order by n)
            from jsonb_array_elements(pairs) with ordinality as listed (pair, n)
        )),
        'key', jsonb_build_object('matches', (
            select jsonb_object_agg(item_ids[n], choice_ids[array_position(texts, pair ->> 'match')])
            from jsonb_array_elements(pairs) with ordinality as listed (pair, n)
        ))
    );
end;
$$;

comment on function core.normalise_matching is
'The columns of a matching draft: {"choices", "display": {"items"}, "key": {"matches"}}. Equal texts to match are one
choice. Neither the ids nor the order of the choices show which belong together. PT422 missing_field, wrong_type,
wrong_count, too_long, bad_url, unknown_field, equal_choices.';
