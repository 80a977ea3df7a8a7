create or replace function core.regrade_json(regrade core.regrades) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select regrade.counts || jsonb_build_object(
        'id', regrade.id,
        'quiz_id', regrade.quiz_id,
        'actor_id', regrade.actor_id,
        'actor', core.person_name(regrade.actor_id),
        'questions', regrade.questions,
        'created_at', regrade.created_at
    );
$$;

comment on function core.regrade_json is 'A regrade as the log shows it: who, when, which questions, and its counts.';
