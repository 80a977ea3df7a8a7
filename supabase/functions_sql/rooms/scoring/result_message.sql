create or replace function core.result_message(
    question integer,
    correct boolean,       -- null: nothing to mark
    points integer,
    total bigint,
    rank bigint,
    streak integer
) returns json
language sql stable parallel safe
return json_build_object(
    'type', 'result', 'question', question, 'correct', correct, 'points', points,
    'total', total, 'rank', rank, 'streak', streak
);

comment on function core.result_message is $$
The message that a player receives about a question that has been marked.
> select core.result_message(1, true, 900, 1900, 2, 3)
{"type" : "result", "question" : 1, "correct" : true, "points" : 900, "total" : 1900, "rank" : 2, "streak" : 3}
$$;
