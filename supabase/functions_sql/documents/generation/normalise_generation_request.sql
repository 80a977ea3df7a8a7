create or replace function core.normalise_generation_request(
    request jsonb,    -- {"sources", "topic", "questions", "kinds", "difficulty", "language"}
    owner uuid
) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    known constant text[] := '{sources,topic,questions,kinds,difficulty,language}';
    can_be_made constant text[] := '{single_choice,multiple_choice,true_false,numeric,short_text,ordering,matching}';
    most bigint := core.setting('generation.max_questions');
    questions integer;
    sources jsonb;
    topic text;
begin
    if jsonb_typeof(request) is distinct from 'object' then
        perform core.fail(422, 'wrong_type', 'A generation request must be an object.');
    end if;
    perform core.refuse_unknown_fields(request, known);
    request := jsonb_strip_nulls(request);
    questions := coalesce(core.draft_number(request, 'questions', '', 1, most, 0), 10);
    topic := core.draft_text(request, 'topic', 500);
    sources := core.normalise_sources(request, owner);
    if topic is null and sources = '[]' then
        perform core.fail(422, 'nothing_to_ask_about', 'Give sources, a topic, or both.');
    end if;
    if jsonb_typeof(request -> 'kinds') <> 'array' or request -> 'kinds' = '[]'
        or not jsonb_path_query_array(request -> 'kinds', '$[*]') <@ to_jsonb(can_be_made)
    then
        perform core.fail(
            422, 'unknown_value',
            format('kinds must be a list of one or more of these: %s.', array_to_string(can_be_made, ', '))
        );
    end if;
    return jsonb_build_object(
        'sources', sources,
        'topic', topic,
        'questions', questions,
        'kinds', coalesce(
            (select jsonb_agg(distinct kind) from jsonb_array_elements(request -> 'kinds') as kind),
            to_jsonb(can_be_made)
        ),
        'difficulty', core.difficulty_counts(request, questions),
        'language', coalesce(core.draft_text(request, 'language', 35), 'en')
    );
end;
$$;

comment on function core.normalise_generation_request is
'Checks a generation request and returns it with all of its fields, as the processing server gets it. PT404
upload_not_found; PT409 upload_not_ready; PT422 nothing_to_ask_about, wrong_type, wrong_count, unknown_field,
unknown_value, missing_field, out_of_range, too_long, bad_pages, repeated_source, bad_difficulty.';
