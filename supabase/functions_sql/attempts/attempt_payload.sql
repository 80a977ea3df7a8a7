create or replace function core.attempt_payload(attempt core.attempts, viewer uuid) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select core.attempt_summary(attempt, viewer) || jsonb_build_object('sections', attempt.sections, 'questions', (
        select jsonb_agg(
            core.attempt_question(aq, v, case when a.deleted_at is null then a.response end) || jsonb_build_object(
                'subject', v.subject,
                'difficulty', v.difficulty,
                'saved_at', case when a.deleted_at is null then a.saved_at end,
                'answer_version', coalesce(a.version, 0)
            ) order by aq.position
        )
        from core.draws as aq
        inner join core.question_versions as v on v.question_id = aq.question_id and v.version = aq.version
        left join core.answers as a
            on a.attempt_id = aq.attempt_id and a.question_id = aq.question_id
        where aq.attempt_id = attempt.id
    ));
$$;

comment on function core.attempt_payload is
'An attempt with its sections, and its questions in the order drawn for it and its saved responses, without the answer
key, which only attempt_review shows.';
