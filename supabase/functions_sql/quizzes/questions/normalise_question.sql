create or replace function core.normalise_question(
    draft jsonb,
    known_choices jsonb default '[]',   -- of all versions before: texts keep their ids
    place text default '',              -- where the draft is, such as '/questions/3'
    known_display jsonb default '{}'    -- of the previous version
) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    -- with the fields of core.question_json, so that what was read can be sent back
    common constant text[] := '{kind,prompt,text_format,points,time_limit_ms,explanation,subject,difficulty,media_url,
        media_alt,source,tags,name,external_id,id,quiz_id,position,version,created_at,updated_at,citation,copied_from}';
    longest bigint := core.setting('quiz.max_prompt_length');
    kind core.question_kind;
begin
    if jsonb_typeof(draft) is distinct from 'object' then
        perform core.fail_at(
            'wrong_type', place, null,
            case when place = '' then 'A question must be an object.' else 'it must be an object.' end
        );
    end if;
    draft := jsonb_strip_nulls(draft);
    kind := core.draft_word(draft, 'kind', enum_range(null::core.question_kind)::text[], place, required => true);
    perform core.refuse_unknown_fields(draft, common || core.kind_fields(kind), place);
    return jsonb_build_object(
        'kind', kind,
        'prompt', core.draft_text(draft, 'prompt', longest, place, required => true),
        'text_format', coalesce(
            core.draft_word(draft, 'text_format', enum_range(null::core.text_format)::text[], place), 'plain'
        ),
        'points', case
            when core.is_scored(kind) then coalesce(core.draft_number(draft, 'points', place, 0, 10000, 2), 1)
            else 0 * coalesce(core.draft_number(draft, 'points', place), 0)
        end,
        'time_limit_ms', core.draft_number(draft, 'time_limit_ms', place, 1000, 3600000, 0),
        'explanation', core.draft_text(draft, 'explanation', longest, place),
        'subject', core.draft_text(draft, 'subject', 200, place),
        'difficulty', core.draft_word(draft, 'difficulty', enum_range(null::core.difficulty)::text[], place),
        'media_url', core.draft_media(draft, 'media_url', place),
        'media_alt', core.draft_alt(draft, place),
        'source', core.draft_text(draft, 'source', 2000, place),
        'name', core.clean_name(core.draft_text(draft, 'name', 255, place)),
        'external_id', core.clean_name(core.draft_text(draft, 'external_id', 100, place)),
        'tags', to_jsonb(coalesce(core.draft_tags(draft, place), '{}')),
        'choices', '[]'::jsonb,
        'display', '{}'::jsonb,
        'key', '{}'::jsonb
    ) || case
        when kind = 'true_false' then core.normalise_true_false(draft, place)
        when kind = 'numeric' then core.normalise_numeric(draft, place)
        when kind = 'short_text' then core.normalise_short_text(draft, place)
        when kind = 'slider' then core.normalise_slider(draft, place)
        when kind = 'matching' then core.normalise_matching(draft, known_choices, known_display, place)
        when kind = 'cloze' then core.normalise_cloze(draft, known_display, place)
        when kind = 'word_cloud' then jsonb_build_object('display', jsonb_build_object(
            'words', coalesce(core.draft_number(draft, 'words', place, 1, 10, 0), 1)
        ))
        when kind = 'essay' then core.normalise_essay(draft, place)
        when kind = 'slide' then '{}'
        else core.normalise_choices(draft, known_choices, place)
    end;
end;
$$;

comment on function core.normalise_question is
'Checks a draft and returns it as the columns of core.questions. Every question passes through here, whether written by
hand, read from a file, generated, or from trivia. A poll, a word cloud and a slide earn nothing, so their points are 0.
PT422 wrong_type, missing_field, unknown_field, unknown_value, out_of_range, too_long, too_many_tags, bad_url,
no_such_media, wrong_count, equal_choices, no_right_choice, weights_not_one, weight_or_correct, no_right_answer,
value_or_range, accepts_anything, wrong_gaps; the error names the place, as core.fail_at does.';
