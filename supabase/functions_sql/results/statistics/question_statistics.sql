create or replace function core.question_statistics(
    quiz core.quizzes,
    counted_as core.counted_as,
    lives boolean[],                      -- false: attempts; true: games
    waiting core.statistics_sums,         -- core.sums_of(core.waiting_changes)
    figures core.question_figure[]        -- core.question_figures
) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with figures as materialized (
        select f.*, sum(f.effect) over () as effects
        from unnest(figures) as f
    ),

    given as (
        select r.question_id, r.version, array_agg(r.response) as responses, array_agg(r.n) as times
        from (
            select k.question_id, k.version, k.response, sum(k.n)::bigint as n
            from (
                select k.*
                from core.response_sums as k
                where k.quiz_id = quiz.id
                union all
                select w.* from unnest(waiting.responses) as w
            ) as k
            where k.live = any (lives)
                and k.counted_as = case when k.live then 'all' else question_statistics.counted_as end
            group by k.question_id, k.version, k.response
            having sum(k.n) > 0
        ) as r
        group by r.question_id, r.version
    ),

    told as (
        select
            q.position,
            q.deleted_at is not null as deleted,
            v.question_id,
            v.version,
            v.version = q.version as current,
            v as question,
            coalesce((f.sums).asked, 0) as asked,
            coalesce((f.sums).answered, 0) as answered,
            coalesce((f.sums).to_mark, 0) as to_mark,
            core.random_guess(v.kind, v.choices, v.key) as random_guess,
            100 * (f.sums).mark_1 / nullif((f.sums).n * v.points, 0) as facility,
            100 * sqrt(f.variance) / nullif(v.points, 0) as deviation,
            f.correlation,
            100 * f.with_rest / case when f.highest_covariance > 0.000000001 then f.highest_covariance end
                as efficiency,
            100 * v.points * (f.sums).n / nullif((f.sums).max_1, 0) as intended,
            100 * f.effect / nullif(f.effects, 0) as effective,
            f.upper_percent,
            f.lower_percent,
            given.responses,
            given.times,
            case
                when not core.is_scored(v.kind) then 'not_scored'
                when (f.sums).n is null then 'not_asked'
                when (f.sums).n = 0 then 'no_marks'
                when v.points = 0 then 'no_points'
            end as no_mean,
            case
                when (f.sums).n = 1 then 'one_attempt'
                when f.variance < 0.000000001 then 'equal_marks'
            end as no_spread
        from core.questions as q
        inner join core.question_versions as v on v.question_id = q.id
        left join figures as f on (f.sums).question_id = v.question_id and (f.sums).version = v.version
        left join given on given.question_id = v.question_id and given.version = v.version
        where q.quiz_id = quiz.id
            and ((f.sums).asked is not null or (v.version = q.version and q.deleted_at is null))
    )

    select coalesce(jsonb_agg(jsonb_build_object(
        'question_id', t.question_id,
        'version', t.version,
        'current', t.current,
        'position', case when not t.deleted then t.position end,
        'deleted', t.deleted,
        'kind', (t.question).kind,
        'prompt', (t.question).prompt,
        'text_format', (t.question).text_format,
        'choices', (t.question).choices,
        'asked', t.asked,
        'answered', t.answered,
        'skipped', t.asked - t.answered,
        'to_mark', t.to_mark,
        'facility', round(t.facility, 2),
        'deviation', round(t.deviation, 2),
        'random_guess', t.random_guess,
        'intended_weight', round(t.intended, 2),
        'effective_weight', round(t.effective, 2),
        'discrimination', round(t.correlation, 3),
        'discriminative_efficiency', round(t.efficiency, 2),
        'upper', round(t.upper_percent, 2),
        'lower', round(t.lower_percent, 2),
        'reasons', jsonb_strip_nulls(jsonb_build_object(
            'facility', case when t.facility is null then t.no_mean end,
            'deviation', case when t.deviation is null then coalesce(t.no_mean, t.no_spread) end,
            'random_guess', case when t.random_guess is null then 'no_single_choice' end,
            'intended_weight', case when t.intended is null then coalesce(t.no_mean, 'no_points') end,
            'effective_weight', case
                when t.effective is null then coalesce(t.no_mean, t.no_spread, 'negative_covariance')
            end,
            'discrimination', case
                when t.correlation is null then coalesce(t.no_mean, t.no_spread, 'equal_rests')
            end,
            'discriminative_efficiency', case
                when t.efficiency is null then coalesce(t.no_mean, t.no_spread, 'equal_rests')
            end,
            'upper', case when t.upper_percent is null then coalesce(t.no_mean, 'no_marks') end,
            'lower', case when t.lower_percent is null then coalesce(t.no_mean, 'no_marks') end
        )),
        'responses', core.response_counts(
            (t.question).kind, (t.question).choices, coalesce(t.responses, '{}'), 10, t.times, (t.question).display
        )
    ) || (t.question).display order by t.deleted, t.position, t.question_id, t.version desc), '[]')
    from told as t;
$$;

comment on function core.question_statistics is
'Figures of the questions of a quiz. A row is of one version of a question: the current one, and each earlier one that
was asked, the newest first. The formulas are those of Moodle''s page "Quiz statistics calculations"; Moodle''s
percentages are percentages here, but the discrimination index is from -1 to 1.
asked: how many of the attempts had it; answered, skipped: how many of them answered it or not; to_mark: how many
answers are still to be marked by hand, and are left out of all that follows. The mark of a question is the points that
it earned, below 0 with negative marking, and 0 without an answer; the rest is what the other questions of the attempt
earned, which is not raised to 0 as scores are.
facility: the facility index, which is the mean mark in percent of the points. deviation: the standard deviation of the
marks in percent of the points. random_guess: core.random_guess. intended_weight: its part of the points possible, in
percent. effective_weight: its part of the spread of scores, by the root of the covariance of the mark with the score.
discrimination: the discrimination index, which is the correlation of the mark with the rest; near 0 or below, a
question does not tell strong takers from weak ones. discriminative_efficiency: their covariance in percent of what it
could be at most with these marks and rests (core.highest_product). upper, lower: core.group_percents.
What is undefined is null, and "reasons" says why: not_scored, not_asked, no_marks, no_points, one_attempt, equal_marks,
equal_rests, negative_covariance, no_single_choice.';
