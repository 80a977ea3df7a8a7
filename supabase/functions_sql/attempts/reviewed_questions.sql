create or replace function core.reviewed_questions(attempt core.attempts, marks boolean, key boolean) returns jsonb
language sql stable
set search_path = ''
as $$
    select jsonb_agg(
        jsonb_build_object(
            'id', aq.question_id,
            'position', aq.position,
            'kind', v.kind,
            'prompt', v.prompt,
            'choices', core.drawn_choices(v.choices, aq.choice_order),
            'points', trim_scale(v.points),
            'media_url', v.media_url,
            'response', a.response
        )
        || case when reviewed_questions.marks then jsonb_build_object(
            'verdict', case
                when v.kind in ('poll', 'slide') then 'unscored'
                when a.response is null then 'unanswered'
                when a.fraction >= 1 then 'right'
                when a.fraction > 0 then 'partly_right'
                else 'wrong'
            end,
            'fraction', trim_scale(a.fraction),
            'earned', case when v.kind not in ('poll', 'slide') then trim_scale(coalesce(a.points, 0)) end,
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
'The questions of an attempt with what was responded; with its marks and feedback, and with the key, where these may be known.';
