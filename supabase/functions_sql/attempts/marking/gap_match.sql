create or replace function core.gap_match(
    gap jsonb,        -- {"kind", …}: the key of one gap
    response jsonb    -- a text, a number, or the id of a choice
) returns jsonb
language sql immutable parallel safe
return case gap ->> 'kind'
    when 'numeric' then core.best_range(gap -> 'ranges', response)
    when 'short_text' then core.best_text(gap, response)
    else jsonb_build_object(
        'weight', coalesce(gap -> 'weights' -> (response #>> '{}'), '0'),
        'feedback', gap -> 'feedback' -> (response #>> '{}')
    )
end;

comment on function core.gap_match is $$
What a response to a gap earns and is told: {"weight", "feedback"}. Null if it matches nothing.
> select core.gap_match('{"kind": "single_choice", "weights": {"a": 1, "b": 0}, "feedback": {"b": "No."}}', '"b"')
{"weight": 0, "feedback": "No."}
> select core.gap_match('{"kind": "numeric", "ranges": [{"min": 3, "max": 4, "weight": 0.5}]}', '"3,5"') -> 'weight'
0.5
$$;
