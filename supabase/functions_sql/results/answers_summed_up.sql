create or replace function core.answers_summed_up(person_id uuid) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with asked as materialized (
        select
            t.finished_at,
            c.attempt_id,
            c.position,
            c.response is not null as answered,
            coalesce(c.fraction, 0) >= 1 as was_right,
            greatest(0, coalesce(c.fraction, 0)) as part,
            v.subject,
            v.difficulty,
            v.kind,
            extract(epoch from t.finished_at - t.started_at) / count(*) over (partition by t.id) as seconds
        from core.settled_attempts as t
        inner join core.quizzes as q on q.id = t.quiz_id
        inner join core.counted_answers as c on c.attempt_id = t.id and c.ruling is distinct from 'void'
        inner join core.question_versions as v on v.question_id = c.question_id and v.version = c.version
        where t.user_id = person_id and t.state = 'finished' and not t.preview
            and core.is_scored(v.kind) and not c.to_mark
            -- the mark of each answer follows from these figures
            and core.marks_shown(q, answers_summed_up.person_id)
    ),

    summed as (
        select
            case
                when grouping(a.subject) = 0 then 'subject'
                when grouping(a.difficulty) = 0 then 'difficulty'
                when grouping(a.kind) = 0 then 'kind'
                else 'all'
            end as what,
            coalesce(a.subject, a.difficulty::text, a.kind::text) as name,
            avg(a.part) as part,
            count(*) as questions,
            jsonb_build_object(
                'questions', count(*),
                'answered', count(*) filter (where a.answered),
                'right', count(*) filter (where a.was_right),
                'percent', core.percent(avg(a.part), 1),
                'mean_seconds', trim_scale(round(avg(a.seconds), 1))
            ) as figures
        from asked as a
        group by grouping sets ((a.subject), (a.difficulty), (a.kind), ())
    )

    select jsonb_build_object(
        'answers', (select s.figures from summed as s where s.what = 'all'),
        'streak_right', core.right_streaks(array(
            select a.was_right from asked as a order by a.finished_at, a.attempt_id, a.position
        )),
        'best_subject', (
            select s.name from summed as s
            where s.what = 'subject' and s.name is not null order by s.part desc, s.questions desc, s.name limit 1
        ),
        'weakest_subject', (
            select s.name from summed as s
            where s.what = 'subject' and s.name is not null order by s.part, s.questions desc, s.name limit 1
        )
    ) || (
        select jsonb_object_agg('by_' || w.what, (
            select coalesce(jsonb_agg(
                jsonb_build_object('name', s.name) || s.figures order by s.part desc, s.questions desc, s.name
            ), '[]')
            from summed as s
            where s.what = w.what and s.name is not null
        ))
        from (values ('subject'), ('difficulty'), ('kind')) as w (what)
    );
$$;

comment on function core.answers_summed_up is
'The answers of a person whose marks this person may see: how many there are, how many are right, their mean mark and
the mean time of a question, in all and by subject, difficulty and kind, the best first; and right answers in a row,
in the order of the attempts'' ends. The time of a question is that of its attempt, divided by the number of its
questions.';
