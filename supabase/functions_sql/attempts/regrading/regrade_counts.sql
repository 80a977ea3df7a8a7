create or replace function core.regrade_counts(
    attempts bigint,
    changed_attempts bigint,
    changed_scores bigint,
    changed_answers numeric,
    kept_by_hand numeric,
    not_offered numeric
) returns jsonb
language sql immutable parallel safe
return jsonb_build_object(
    'attempts', attempts,
    'changed_attempts', changed_attempts,
    'changed_scores', changed_scores,
    'changed_answers', coalesce(changed_answers, 0),
    'kept_by_hand', coalesce(kept_by_hand, 0),
    'not_offered', coalesce(not_offered, 0)
);

comment on function core.regrade_counts is $$
How many attempts a regrade reaches, how many of them and of their scores and answers it changes, and how many marks it
keeps: those set by hand, and those of responses that the newer version does not take.
> select core.regrade_counts(0, 0, 0, null, null, null) -> 'attempts'
0
$$;
