create or replace function core.attempt_payload(attempt core.attempts) returns jsonb
language sql stable
set search_path = ''
as $$
    select core.attempt_summary(attempt) || jsonb_build_object('questions', (
        select jsonb_agg(jsonb_build_object(
            'id', aq.question_id,
            'position', aq.position,
            'kind', v.kind,
            'prompt', v.prompt,
            'choices', core.drawn_choices(v.choices, aq.choice_order),
            'points', trim_scale(v.points),
            'subject', v.subject,
            'difficulty', v.difficulty,
            'media_url', v.media_url,
            'response', a.response,
            'saved_at', a.saved_at
        ) order by aq.position)
        from core.attempt_questions as aq
        inner join core.question_versions as v on v.question_id = aq.question_id and v.version = aq.version
        left join core.answers as a
            on a.attempt_id = aq.attempt_id and a.question_id = aq.question_id and a.deleted_at is null
        where aq.attempt_id = attempt.id
    ));
$$;

comment on function core.attempt_payload is
'An attempt with its questions as they stood and in the order they were drawn, and the responses saved so far. Nothing of
the key: that is attempt_review''s.';
