create or replace function core.changed_draft(
    draft jsonb,
    changes jsonb   -- null removes a field
) returns jsonb
language sql immutable parallel safe
return jsonb_strip_nulls(
    case
        -- a change of kind drops the fields that belong to the old one
        when changes ->> 'kind' <> draft ->> 'kind' then
            draft - core.kind_fields((draft ->> 'kind')::core.question_kind)
            - case when core.is_scored((draft ->> 'kind')::core.question_kind) then '' else 'points' end
        else draft
    -- what was said of one picture is not true of another
    end - case when changes -> 'media_url' <> draft -> 'media_url' then 'media_alt' else '' end || changes
);

comment on function core.changed_draft is $$
A draft with some of its fields changed. If the kind changes, the choices and answers of the old one are dropped;
if the picture changes, its alt text.
> select core.changed_draft('{"kind": "poll", "prompt": "Tea?", "points": 0, "subject": "x"}',
>   '{"prompt": "Tee?", "subject": null}')
{"kind": "poll", "points": 0, "prompt": "Tee?"}
> select core.changed_draft('{"kind": "poll", "prompt": "Tea?", "choices": [], "points": 0}',
>   '{"kind": "true_false", "correct": true}')
{"kind": "true_false", "prompt": "Tea?", "correct": true}
> select core.changed_draft('{"media_url": "/media/1", "media_alt": "A map"}', '{"media_url": "/media/2"}')
{"media_url": "/media/2"}
$$;
