create or replace function core.phone_view(question jsonb) returns jsonb
language sql immutable parallel safe
return question || '{"hidden": true, "prompt": "", "media": null, "media_alt": null}' || (
    select coalesce(jsonb_object_agg(list.name, (
        select coalesce(
            jsonb_agg(jsonb_build_object('id', choice.value -> 'id', 'text', '') order by choice.place), '[]'
        )
        from jsonb_array_elements(question -> list.name) with ordinality as choice (value, place)
    )), '{}')
    from unnest(array['choices', 'items']) as list (name)
    where question ? list.name
);

comment on function core.phone_view is $$
A question without its words and pictures, which only the projector shows.
> select core.phone_view('{"number": 1, "prompt": "Who?", "media": null, "choices": [{"id": "a", "text": "I"}]}')
{"media": null, "hidden": true, "number": 1, "prompt": "", "choices": [{"id": "a", "text": ""}], "media_alt": null}
$$;
