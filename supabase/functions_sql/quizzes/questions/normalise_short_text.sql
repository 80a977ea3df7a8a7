create or replace function core.normalise_short_text(
    draft jsonb,
    place text default ''
) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    options jsonb := jsonb_build_object(
        'case_sensitive', coalesce(core.draft_boolean(draft, 'case_sensitive', place), false)
    ) || core.draft_forgives(draft, place);
    given jsonb;
    answers jsonb;
begin
    select jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
        'text', core.draft_text(listed.item, 'text', 1000, listed.spot, required => true),
        'wildcards', nullif(core.draft_boolean(listed.item, 'wildcards', listed.spot), false),
        'weight', coalesce(core.draft_number(listed.item, 'weight', listed.spot, 0, 1), 1),
        'feedback', core.draft_text(listed.item, 'feedback', 2000, listed.spot)
    )) order by listed.n)
    into given
    from core.draft_items(draft, 'answers', 1, array['text', 'wildcards', 'weight', 'feedback'], place) as listed;
    perform core.require_texts(given, options, place);

    -- of answers that accept the same, the one that earns most is kept
    select jsonb_agg(kept.answer order by kept.n) into answers
    from (
        select distinct on (core.comparable_answer(listed.answer, options)) listed.answer, listed.n
        from jsonb_array_elements(given) with ordinality as listed (answer, n)
        order by core.comparable_answer(listed.answer, options), (listed.answer ->> 'weight')::numeric desc, listed.n
    ) as kept;
    perform core.require_full_marks(answers, place);
    return jsonb_build_object('choices', '[]'::jsonb, 'key', jsonb_build_object('answers', answers) || options);
end;
$$;

comment on function core.normalise_short_text is
'The answer key of a short_text draft: {"choices": [], "key": {"answers", "case_sensitive", "forgives"?}}. Accepted
texts that are equal when they are compared become one. PT422 no_right_answer, accepts_anything, unknown_value,
wrong_type.';
