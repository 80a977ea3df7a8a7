create or replace function core.normalise_short_text(
    draft jsonb,
    place text default ''
) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    case_sensitive boolean := coalesce(core.draft_boolean(draft, 'case_sensitive', place), false);
    answers jsonb;
begin
    select jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
        'text', core.draft_text(listed.item, 'text', 1000, listed.spot, required => true),
        'weight', coalesce(core.draft_number(listed.item, 'weight', listed.spot, 0, 1), 1),
        'feedback', core.draft_text(listed.item, 'feedback', 2000, listed.spot)
    )) order by listed.n)
    into answers
    from core.draft_items(draft, 'answers', 1, array['text', 'weight', 'feedback'], place) as listed;
    perform core.refuse_equal_texts(answers, 'answers', place, forgiving => not case_sensitive);
    perform core.require_full_marks(answers, place);
    return jsonb_build_object(
        'choices', '[]'::jsonb, 'key', jsonb_build_object('answers', answers, 'case_sensitive', case_sensitive)
    );
end;
$$;

comment on function core.normalise_short_text is
'The answer key of a short_text draft: {"choices": [], "key": {"answers", "case_sensitive"}}. PT422 equal_choices,
no_right_answer.';
