create or replace function core.reviewed_questions(attempt core.attempts, marks boolean, key boolean) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_agg(
        core.attempt_question(aq, v, c.response)
        || case when reviewed_questions.marks then jsonb_build_object(
            'verdict', core.answer_status(v.kind, false, true, true, c.response is not null, c.fraction),
            'fraction', trim_scale(c.fraction),
            'earned', trim_scale(c.points),
            'ruling', c.ruling,
            'to_mark', c.to_mark,
            'marked_by_hand', c.marked_by_hand,
            'comment', c.comment,
            'rubric_points', c.rubric_points,
            'feedback', core.feedback(k.kind, k.key, core.carried_response(v.choices, k.choices, c.response))
        ) else '{}' end
        || case when reviewed_questions.key then jsonb_build_object(
            'right_answer', core.carried_response(
                k.choices, v.choices, core.right_answer(k.kind, k.choices, k.key), gaps => true
            ),
            'explanation', k.explanation,
            'source', k.source,
            'citation', k.citation
        ) else '{}' end
        order by aq.position
    )
    from core.draws as aq
    inner join core.counted_answers as c on c.attempt_id = aq.attempt_id and c.position = aq.position
    inner join core.question_versions as v on v.question_id = c.question_id and v.version = c.version
    inner join core.question_versions as k on k.question_id = c.question_id and k.version = c.marked_version
    where aq.attempt_id = attempt.id;
$$;

comment on function core.reviewed_questions is
'The questions of an attempt with their responses, with marks and feedback if marks is true, and with the answer key if
key is true. After a regrade, the key is that of the newer version, in the ids of the choices that the taker saw.';
