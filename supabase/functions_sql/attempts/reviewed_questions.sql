create or replace function core.reviewed_questions(attempt core.attempts, marks boolean, key boolean) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_agg(
        core.attempt_question(aq, v, a.response)
        || case when reviewed_questions.marks then jsonb_build_object(
            'verdict', core.answer_status(v.kind, false, true, true, a.response is not null, a.fraction),
            'fraction', trim_scale(a.fraction),
            'earned', case when core.is_scored(v.kind) then trim_scale(coalesce(a.points, 0)) end,
            'feedback', core.feedback(v.kind, v.key, a.response)
        ) else '{}' end
        || case when reviewed_questions.key then jsonb_build_object(
            'right_answer', core.right_answer(v.kind, v.choices, v.key),
            'explanation', v.explanation,
            'source', v.source,
            'citation', v.citation
        ) else '{}' end
        order by aq.position
    )
    from core.attempt_questions as aq
    inner join core.question_versions as v on v.question_id = aq.question_id and v.version = aq.version
    left join core.answers as a
        on a.attempt_id = aq.attempt_id and a.question_id = aq.question_id and a.deleted_at is null
    where aq.attempt_id = attempt.id;
$$;

comment on function core.reviewed_questions is
'The questions of an attempt with their responses, with marks and feedback if marks is true, and with the answer key if
key is true.';
