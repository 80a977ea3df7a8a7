create or replace function public.regrade_quiz(
    quiz_id uuid,
    regrade jsonb default '{}'       -- {"questions"?: [{"question_id", "method"?, …}], "attempts"?: [id], "by_hand"?}
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id);
    rules jsonb := core.regrade_rules(quiz, regrade);
    attempts jsonb := nullif(lower((regrade -> 'attempts')::text)::jsonb, 'null');
    by_hand boolean := coalesce((regrade ->> 'by_hand')::boolean, false);
    counts jsonb;
    done core.regrades;
begin
    perform core.settle_overdue(quiz.id, null, null);
    -- Submissions wait for this, and this for those under way
    perform from core.attempts as t
    where t.quiz_id = quiz.id and t.state in ('in_progress', 'finished') and t.deleted_at is null
    order by t.id
    for no key update;

    -- In one statement, so that each response is marked once
    with reached as materialized (
        select * from core.regraded_attempts(quiz, rules, attempts, by_hand)
    ),

    counted as (
        select core.regrade_counts(
            count(*), count(*) filter (where r.changes <> '{}'), count(*) filter (where r.rescored),
            sum(r.changed_answers), sum(r.kept_by_hand), sum(r.not_offered)
        ) as counts
        from reached as r
    ),

    logged as (
        insert into core.regrades (quiz_id, actor_id, questions, counts)
        select quiz.id, core.caller_id(), rules, c.counts
        from counted as c
        where c.counts ->> 'changed_attempts' <> '0'
        returning *
    ),

    results as (
        insert into core.regrade_results (
            regrade_id, attempt_id, old_score, new_score, old_max_score, new_max_score, questions
        )
        select l.id, r.attempt_id, r.old_score, r.new_score, r.old_max_score, r.new_max_score, r.questions
        from reached as r
        cross join logged as l
        where r.changes <> '{}'
    ),

    written as materialized (
        select c.* from reached as r cross join lateral unnest(r.changes) as c
    ),

    -- before anything is written, and for all of them at once
    unfolded as materialized (
        select core.unfold_statistics(coalesce(array_agg(distinct w.attempt_id), '{}')) from written as w
    ),

    asked as (
        select
            d.attempt_id,
            array_agg(
                case when w.attempt_id is null then d.marked_version else w.marked_version end order by d.position
            ) as marked_versions,
            array_agg(case when w.attempt_id is null then d.ruling else w.ruling end order by d.position) as rulings
        from core.draws as d
        left join written as w on w.attempt_id = d.attempt_id and w.question_id = d.question_id
        where d.attempt_id in (select written.attempt_id from written)
        group by d.attempt_id
    ),

    ruled as (
        update core.attempts as t
        set marked_versions = asked.marked_versions, rulings = asked.rulings
        from asked
        cross join unfolded
        where t.id = asked.attempt_id
    ),

    answered as (
        update core.answers as a
        set fraction = w.fraction, points = w.answer_points, marked_by_hand = a.marked_by_hand and not by_hand
        from written as w
        cross join unfolded
        where a.attempt_id = w.attempt_id and a.question_id = w.question_id and a.deleted_at is null
            and (
                (a.fraction, a.points) is distinct from (w.fraction, w.answer_points)
                or a.marked_by_hand and by_hand
            )
    )

    select c.counts, l.*
    into counts, done.id, done.quiz_id, done.actor_id, done.questions, done.counts, done.created_at
    from counted as c left join logged as l on true;
    if done.id is null then
        return counts || jsonb_build_object('id', null, 'quiz_id', quiz.id, 'questions', rules, 'created_at', null);
    end if;

    perform core.rescore_attempts(array(
        select r.attempt_id from core.regrade_results as r where r.regrade_id = done.id
    ));
    while core.fold_statistics(quiz.id, 1000) > 0 loop
    end loop;
    -- Without the score, which the taker may not be allowed to know
    perform core.notify_user(t.user_id, 'attempt.regraded', jsonb_build_object(
        'attempt_id', t.id, 'quiz_id', quiz.id, 'title', quiz.title
    ))
    from core.regrade_results as r
    inner join core.attempts as t on t.id = r.attempt_id
    where r.regrade_id = done.id and t.state = 'finished'
        and (r.old_score, r.old_max_score) is distinct from (r.new_score, r.new_max_score);
    return core.regrade_json(done);
end;
$$;

comment on function public.regrade_quiz is
'Marks attempts at a quiz of the caller''s anew, and tells those whose score changes (event attempt.regraded). Each
question has a method. key, the default: responses are marked by the answer key of a version, the current one unless
"version" names another; a response that this version does not take keeps the mark by its own. full_points: everybody
who had the question has its points. void: it counts for nobody, nor among the points possible. "versions" takes only
those who had one of these. Without questions, all are marked by their current keys; without attempts, all are reached
that are finished or in progress. Marks set by hand are kept unless by_hand. It is logged (list_regrades), unless it
changes nothing, as a second time: then its id is null. PT401 not_signed_in; PT403 not_the_owner; PT404 quiz_not_found,
question_not_found, version_not_found; PT422 invalid_regrade, unknown_field.';
revoke execute on function public.regrade_quiz from public, anon;
grant execute on function public.regrade_quiz to authenticated;
