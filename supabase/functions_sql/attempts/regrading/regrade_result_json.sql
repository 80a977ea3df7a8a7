create or replace function core.regrade_result_json(result core.regrade_results) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
        'attempt_id', t.id,
        'user_id', t.user_id,
        'display_name', core.person_name(t.user_id),
        'number', t.number,
        'state', t.state,
        'old_score', trim_scale(result.old_score),
        'new_score', trim_scale(result.new_score),
        'old_max_score', trim_scale(result.old_max_score),
        'new_max_score', trim_scale(result.new_max_score),
        'questions', result.questions
    )
    from core.attempts as t
    where t.id = result.attempt_id;
$$;

comment on function core.regrade_result_json is
'What a regrade changed of one attempt, or would change in a dry run, as JSON.';
