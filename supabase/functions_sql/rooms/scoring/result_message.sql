create or replace function core.result_message(
    question integer,
    correct boolean,       -- null: nothing to mark
    outcome text,          -- as core.outcome returns it; null: not told yet
    points integer,
    total bigint,
    rank bigint,
    streak integer,
    ahead jsonb            -- as core.ahead_of returns it
) returns json
language sql stable parallel safe
return json_build_object(
    'type', 'result', 'question', question, 'correct', correct, 'outcome', outcome, 'points', points,
    'total', total, 'rank', rank, 'streak', streak, 'ahead', ahead
);

comment on function core.result_message is $$
The message that a player receives about a question that has been marked.
> select core.result_message(1, true, 'right', 900, 1900, 2, 3, null) ->> 'outcome'
right
$$;
