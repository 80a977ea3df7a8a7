create or replace function core.chosen_attempts(attempts core.attempts[]) returns core.statistics_changes[]
language sql immutable parallel safe
return array(
    select row(
        null,
        t.quiz_id,
        t.id,
        false,
        (row_number() over (partition by t.quiz_id, t.user_id order by t.number) = 1)::integer,
        (
            row_number() over (
                partition by t.quiz_id, t.user_id
                order by coalesce(t.score / nullif(t.max_score, 0), 0) desc, t.number
            ) = 1
        )::integer,
        (row_number() over (partition by t.quiz_id, t.user_id order by t.number desc) = 1)::integer,
        1
    )::core.statistics_changes
    from unnest(attempts) as t
    where t.state = 'finished' and not t.preview and t.deleted_at is null
);

comment on function core.chosen_attempts is $$
Which of these attempts count as the first, the best and the last of their takers, and among all: those that are
finished, without previews and deleted ones. The best is chosen as by core.counted_result.
> select core.chosen_attempts('{}')
{}
$$;
