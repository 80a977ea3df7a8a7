create or replace function core.question_statistics(quiz_id uuid) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with firsts as (
        select distinct on (t.user_id) t.id, t.score
        from core.settled_attempts as t
        where t.quiz_id = question_statistics.quiz_id and t.state = 'finished' and not t.preview
        order by t.user_id, t.number
    ),

    presented as (
        select
            aq.question_id,
            a.response,
            core.is_scored(v.kind) as scored,
            coalesce(a.fraction, 0) as fraction,
            firsts.score - coalesce(a.points, 0) as elsewhere
        from firsts
        inner join core.attempt_questions as aq on aq.attempt_id = firsts.id
        inner join core.question_versions as v on v.question_id = aq.question_id and v.version = aq.version
        left join core.answers as a
            on a.attempt_id = aq.attempt_id and a.question_id = aq.question_id and a.deleted_at is null
    ),

    counted as (
        select
            presented.question_id,
            count(*) as asked,
            count(presented.response) as answered,
            avg(presented.fraction) filter (where presented.scored) as facility,
            corr(presented.fraction, presented.elsewhere) filter (where presented.scored) as discrimination,
            array_agg(presented.response) filter (where presented.response is not null) as responses
        from presented
        group by presented.question_id
    )

    select coalesce(jsonb_agg(jsonb_build_object(
        'question_id', q.id,
        'position', case when q.deleted_at is null then q.position end,
        'deleted', q.deleted_at is not null,
        'kind', q.kind,
        'prompt', q.prompt,
        'choices', q.choices,
        'asked', coalesce(counted.asked, 0),
        'answered', coalesce(counted.answered, 0),
        'facility', core.percent(counted.facility, 1),
        'discrimination', round(counted.discrimination::numeric, 3),
        'responses', core.response_counts(q.kind, q.choices, coalesce(counted.responses, '{}'), 10)
    ) || q.display order by q.deleted_at is not null, q.position, q.id), '[]')
    from core.questions as q
    left join counted on counted.question_id = q.id
    where q.quiz_id = question_statistics.quiz_id and (q.deleted_at is null or counted.question_id is not null);
$$;

comment on function core.question_statistics is
'Figures of the questions of a quiz, over each person''s first finished attempt, because later ones are practised.
asked: how many of these attempts had the question; answered: how many of them answered it. facility: the facility
index, which is the mean mark in percent, where no answer counts as 0. discrimination: the discrimination index, which
is the correlation of the mark with the points in the rest of the quiz, from -1 to 1; near 0 or below, a question does
not tell strong takers from weak ones. Both are null for unscored questions; discrimination is also null where there are
too few attempts or all marks are equal.';
