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
        select v.subject, count(*) as questions, avg(greatest(0, coalesce(a.fraction, 0))) as part
        from core.settled_attempts as t
        inner join core.quizzes as q on q.id = t.quiz_id
        inner join core.attempt_questions as aq on aq.attempt_id = t.id
        inner join core.question_versions as v on v.question_id = aq.question_id and v.version = aq.version
        left join core.answers as a
            on a.attempt_id = aq.attempt_id and a.question_id = aq.question_id and a.deleted_at is null
        where t.user_id = person_id and t.state = 'finished' and not t.preview
            and core.is_scored(v.kind) and v.subject is not null
            -- a subject with one question would show whether the response was right
            and core.marks_shown(q, subject_results.person_id)
        group by v.subject
    ) as by_subject;
$$;

comment on function core.subject_results is
'The mean mark of a person in each subject, best first, over the attempts whose marks this person may see.';
