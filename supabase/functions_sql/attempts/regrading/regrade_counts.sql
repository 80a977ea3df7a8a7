create or replace function core.regrade_counts(
    quiz core.quizzes,
    rules jsonb,
    attempts jsonb,
    by_hand boolean
) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'attempts', count(*),
        'changed_attempts', count(*) filter (where r.changed),
        'changed_scores', count(*) filter (
            where (r.old_score, r.old_max_score) is distinct from (r.new_score, r.new_max_score)
        ),
        'changed_answers', coalesce(sum((
            select count(*) from jsonb_array_elements(r.questions) as q (value)
            where q.value ->> 'old_points' is distinct from q.value ->> 'new_points'
        )), 0),
        'kept_by_hand', coalesce(sum((
            select count(*) from jsonb_array_elements(r.questions) as q (value) where q.value ->> 'kept' = 'by_hand'
        )), 0),
        'not_offered', coalesce(sum((
            select count(*) from jsonb_array_elements(r.questions) as q (value)
            where q.value ->> 'kept' = 'not_offered'
        )), 0)
    )
    from core.regraded_attempts(quiz, rules, attempts, by_hand) as r;
$$;

comment on function core.regrade_counts is
'How many attempts a regrade reaches, how many of them and of their scores and answers it changes, and how many marks it
keeps: those set by hand, and those of responses that the newer version does not take.';
