create or replace function core.mark_cloze(
    gaps jsonb,       -- {gap id: its key}
    response jsonb    -- {gap id: its response}
) returns numeric
language sql immutable parallel safe
return (
    select greatest(0, sum(
        (gap.key ->> 'weight')::numeric * case
            when jsonb_typeof(response) = 'object' and response ? gap.id
                then coalesce((core.gap_match(gap.key, response -> gap.id) ->> 'weight')::numeric, 0)
            else 0
        end
    ) / sum((gap.key ->> 'weight')::numeric))
    from jsonb_each(gaps) as gap (id, key)
);

comment on function core.mark_cloze is $$
The mark of a cloze: the mean of the marks of its gaps by their weights, at least 0.
> select round(core.mark_cloze('{"1": {"kind": "numeric", "weight": 2, "ranges": [{"min": 3, "max": 3, "weight": 1}]},
>   "2": {"kind": "short_text", "weight": 1, "answers": [{"text": "Rome", "weight": 1}]}}', '{"1": 3, "2": "Bonn"}'), 3)
0.667
$$;
