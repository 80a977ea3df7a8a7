create or replace function core.check_response(
    kind core.question_kind,
    choices jsonb,    -- [{"id", "text"}]
    response jsonb,
    display jsonb default '{}'   -- as in core.questions.display
) returns text
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
begin
    if response is null or response = 'null' then
        return 'A response is missing.';
    end if;
    -- Most responses are one choice, which can be checked without a query
    if kind in ('single_choice', 'true_false', 'multiple_choice', 'poll') and jsonb_typeof(response) = 'array'
        and jsonb_array_length(response) = 1 and jsonb_typeof(response -> 0) = 'string'
        and choices @> jsonb_build_array(jsonb_build_object('id', response -> 0)) then
        return null;
    end if;
    return case
        when kind = 'numeric' and display ? 'units' then core.quantity_fault(display, response)
        when kind = 'numeric' then core.number_fault(response)
        when kind = 'matching' then core.matching_fault(choices, display, response)
        when kind = 'slider' then core.slider_fault(display, response)
        when kind = 'word_cloud' then core.words_fault(display, response)
        when kind = 'cloze' then core.cloze_fault(display, response)
        when kind = 'short_text' then core.text_fault(response)
        when kind = 'essay' then core.text_fault(response, (display ->> 'max_length')::integer)
        when jsonb_typeof(response) <> 'array' then 'The response must be a list of choice ids.'
        when jsonb_array_length(response) > jsonb_array_length(choices)
            then 'The response has more items than there are choices.'
        when exists (
            select from jsonb_array_elements(response) as chosen (id) where jsonb_typeof(chosen.id) <> 'string'
        ) then 'The response must be a list of choice ids.'
        when exists (
            select from jsonb_array_elements_text(response) as chosen (id)
            where not choices @> jsonb_build_array(jsonb_build_object('id', chosen.id))
        ) then 'The response has an id that is not one of the choices.'
        when jsonb_array_length(response) <> (
            select count(distinct chosen.id) from jsonb_array_elements_text(response) as chosen (id)
        ) then 'The response has the same id twice.'
        when kind = 'ordering' then
            case
                when jsonb_array_length(response) < jsonb_array_length(choices)
                    then 'The response must place every item.'
            end
        when kind = 'multiple_choice' then
            case when jsonb_array_length(response) = 0 then 'The response must choose at least one.' end
        when jsonb_array_length(response) <> 1 then 'The response must choose exactly one.'
    end;
end;
$$;

comment on function core.check_response is $$
What is wrong with the form of a response, as a sentence; null if it can be marked. A response is a list of choice ids
for choice questions and polls, a list of all choice ids for an ordering, a number or a text with one for numeric and
slider, a text for short_text and essay, and choice ids by item ids for a matching, and for a
cloze a text, a number or a choice id by gap id.
> select core.check_response('single_choice', '[{"id": "a"}, {"id": "b"}]', '["a"]')
null
> select core.check_response('single_choice', '[{"id": "a"}, {"id": "b"}]', '["a", "b"]')
The response must choose exactly one.
> select core.check_response('ordering', '[{"id": "a"}, {"id": "b"}]', '["b"]')
The response must place every item.
> select core.check_response('numeric', '[]', '"1.234,5"')
"1.234,5" can be read in two ways. Write it without separators of thousands.
$$;
