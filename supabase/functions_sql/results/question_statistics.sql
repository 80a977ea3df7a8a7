create or replace function core.question_statistics(quiz_id uuid) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with firsts as (
        select distinct on (t.user_id) t.id
        from core.settled_attempts as t
        where t.quiz_id = question_statistics.quiz_id and t.state = 'finished' and not t.preview
        order by t.user_id, t.number
    ),

    presented as (
        select
            c.question_id,
            c.version,
            c.response,
            c.points as mark,
            c.max_points as highest,
            -- not attempts.score, which is never below 0
            sum(c.points) over (partition by c.attempt_id) - c.points as rest,
            c.to_mark
        from firsts
        inner join core.counted_answers as c on c.attempt_id = firsts.id
    ),

    counted as (
        select
            presented.question_id,
            presented.version,
            count(*) as asked,
            count(presented.response) as answered,
            count(*) filter (where presented.to_mark) as to_mark,
            avg(presented.mark) / nullif(max(presented.highest), 0) as facility,
            corr(presented.mark, presented.rest) as discrimination,
            array_agg(presented.response) filter (where presented.response is not null) as responses
        from presented
        group by presented.question_id, presented.version
    )

    select coalesce(jsonb_agg(jsonb_build_object(
        'question_id', q.id,
        'version', v.version,
        'current', v.version = q.version,
        'position', case when q.deleted_at is null then q.position end,
        'deleted', q.deleted_at is not null,
        'kind', v.kind,
        'prompt', v.prompt,
        'text_format', v.text_format,
        'choices', v.choices,
        'asked', coalesce(counted.asked, 0),
        'answered', coalesce(counted.answered, 0),
        'to_mark', coalesce(counted.to_mark, 0),
        'facility', core.percent(counted.facility, 1),
        'discrimination', round(counted.discrimination::numeric, 3),
        'responses', core.response_counts(v.kind, v.choices, coalesce(counted.responses, '{}'), 10, null, v.display)
    ) || v.display order by q.deleted_at is not null, q.position, q.id, v.version desc), '[]')
    from core.questions as q
    inner join core.question_versions as v on v.question_id = q.id
    left join counted on counted.question_id = v.question_id and counted.version = v.version
    where q.quiz_id = question_statistics.quiz_id
        and (counted.asked is not null or (v.version = q.version and q.deleted_at is null));
$$;

comment on function core.question_statistics is
'Figures of the questions of a quiz, over each person''s first finished attempt, because later ones are practised. A row
is of one version of a question: the current one, and each earlier one that was asked, the newest first.
asked: how many of these attempts had it; answered: how many of them answered it; to_mark: how many of
these answers are still to be marked by hand, and are left out of facility and discrimination. The mark of a question is
the points that it earned, below 0 with negative marking, and 0 without an answer. facility: the facility
index, which is the mean mark in percent of the highest. discrimination: the discrimination index, which
is the correlation of the mark with the sum of the marks of the rest of the attempt, from -1 to 1; near 0 or below, a
question does not tell strong takers from weak ones. The sums are not raised to 0, as scores are. Both are null for
unscored questions; discrimination is also null where there are too few attempts or all marks are equal. The formulas
are those of Moodle''s "Quiz statistics calculations": facility index, and discrimination index as the correlation with
the rest of the quiz.';
