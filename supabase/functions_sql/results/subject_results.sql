create or replace function core.subject_results(person_id uuid) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_agg(jsonb_build_object(
        'subject', by_subject.subject,
        'questions', by_subject.questions,
        'percent', core.percent(by_subject.part, 1)
    ) order by by_subject.part desc, by_subject.questions desc, by_subject.subject), '[]')
    from (
        select v.subject, count(*) as questions, avg(greatest(0, coalesce(c.fraction, 0))) as part
        from core.settled_attempts as t
        inner join core.quizzes as q on q.id = t.quiz_id
        inner join core.counted_answers as c on c.attempt_id = t.id and c.ruling is distinct from 'void'
        inner join core.question_versions as v on v.question_id = c.question_id and v.version = c.version
        where t.user_id = person_id and t.state = 'finished' and not t.preview
            and core.is_scored(v.kind) and v.subject is not null
            -- a subject with one question would show whether the response was right
            and core.marks_shown(q, subject_results.person_id)
        group by v.subject
    ) as by_subject;
$$;

comment on function core.subject_results is
'The mean mark of a person in each subject, best first, over the attempts whose marks this person may see.';
