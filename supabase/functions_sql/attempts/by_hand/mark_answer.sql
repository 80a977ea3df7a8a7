create or replace function public.mark_answer(
    quiz_id uuid,
    attempt_id uuid,
    question_id uuid,
    mark jsonb,                        -- {"points"? or "rubric"?: {criterion id: points}, "comment"?}
    if_version integer default null    -- of the answer, as its marker read it
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.own_quiz(quiz_id, 'edit');
    attempt core.attempts := core.owned_attempt(quiz, attempt_id);
    before core.answers;
    asked core.question_versions;
    ruled core.ruling;
    comment_now text;
    by_rubric boolean;
    by_points boolean;
    earned numeric;
begin
    if jsonb_typeof(mark) is distinct from 'object' then
        perform core.fail(422, 'invalid_mark', 'A mark must be an object.');
    end if;
    perform core.refuse_unknown_fields(mark, '{points,rubric,comment}');
    if attempt.state = 'in_progress' then
        perform core.fail(409, 'attempt_in_progress', 'This attempt is not finished yet.');
    end if;
    if attempt.state = 'abandoned' then
        perform core.fail(409, 'attempt_abandoned', 'This attempt was abandoned, so there is nothing to mark.');
    end if;
    select v.* into asked
    from core.draws as aq
    inner join core.question_versions as v on v.question_id = aq.question_id and v.version = aq.version
    where aq.attempt_id = attempt.id and aq.question_id = mark_answer.question_id;
    if asked.question_id is null then
        perform core.fail(404, 'question_not_found', 'This attempt has no such question.');
    end if;
    if not core.is_scored(asked.kind) then
        perform core.fail(409, 'not_scored', 'This question earns no points, so there is nothing to mark.');
    end if;
    select aq.ruling into ruled
    from core.draws as aq
    where aq.attempt_id = attempt.id and aq.question_id = asked.question_id;
    if ruled is not null then
        perform core.fail(
            409, 'question_ruled',
            'A regrade gave this question to everybody or took it out. Regrade it by its key before you mark it.'
        );
    end if;
    select a.* into before
    from core.answers as a
    where a.attempt_id = attempt.id and a.question_id = asked.question_id and a.deleted_at is null;
    if before.attempt_id is null then
        perform core.fail(409, 'not_answered', 'This question was not answered, so there is nothing to mark.');
    end if;
    perform core.require_version(before.version, if_version);

    by_rubric := coalesce(mark -> 'rubric', 'null') <> 'null';
    by_points := coalesce(mark -> 'points', 'null') <> 'null';
    if by_rubric and by_points then
        perform core.fail(422, 'invalid_mark', 'Give points or the points of the rubric, not both.');
    end if;
    earned := case
        when by_rubric then round(core.rubric_mark(asked.key -> 'rubric', mark -> 'rubric') * asked.points, 2)
        when by_points then core.draft_number(mark, 'points', '', 0, asked.points, 2)
    end;
    comment_now := case
        when mark ? 'comment' then core.draft_text(jsonb_strip_nulls(mark), 'comment', 5000) else before.comment
    end;

    update core.answers as a
    set
        comment = comment_now,
        version = a.version + 1,
        points = coalesce(earned, core.question_points(marked.fraction, asked.points, attempt.negative_marking)),
        fraction = coalesce(earned / nullif(asked.points, 0), case when earned = 0 then 1 end, marked.fraction),
        marked_by_hand = earned is not null,
        rubric_points = case when by_rubric then mark -> 'rubric' end
    from (
        select core.mark_by(asked, k, before.response) as fraction
        from core.draws as aq
        inner join core.question_versions as k
            on k.question_id = aq.question_id and k.version = coalesce(aq.marked_version, aq.version)
        where aq.attempt_id = attempt.id and aq.question_id = asked.question_id
    ) as marked
    where a.attempt_id = attempt.id and a.question_id = asked.question_id
        and (mark ? 'points' or by_rubric);
    if not found then
        update core.answers as a
        set comment = comment_now, version = a.version + 1
        where a.attempt_id = attempt.id and a.question_id = asked.question_id;
    end if;
    perform core.rescore_attempts(array[attempt.id]);
    select * into attempt from core.attempts as t where t.id = attempt.id;
    perform core.note_act(quiz, 'answer.marked', jsonb_build_object(
        'attempt_id', attempt.id, 'question_id', asked.question_id, 'score', trim_scale(attempt.score),
        'points', (
            select jsonb_build_array(trim_scale(before.points), trim_scale(a.points))
            from core.answers as a
            where a.attempt_id = attempt.id and a.question_id = asked.question_id
        ),
        'commented', before.comment is distinct from comment_now
    ), attempt.user_id);
    if attempt.to_mark = 0 then
        -- Without the score, which the taker may not be allowed to know
        perform core.notify_user(attempt.user_id, 'attempt.marked', jsonb_build_object(
            'attempt_id', attempt.id, 'quiz_id', quiz.id, 'title', quiz.title
        ));
    end if;
    return core.answer_to_mark(attempt, asked.question_id);
end;
$$;

comment on function public.mark_answer is
'Marks an answer of a finished attempt at a quiz of the caller''s by hand, whatever its kind: with points from 0 to
those of the question, in hundredths, or with the points of each criterion of its rubric. points: null takes the mark
by hand back. comment is for the taker; null removes it, and without one it stays. Scores, boards and statistics
follow at once; a regrade keeps the mark. It is logged (list_owner_acts), and the taker is told once nothing of the
attempt is left to mark (event attempt.marked). Returns the answer. PT401 not_signed_in; PT403 not_the_owner; PT404
quiz_not_found, attempt_not_found, question_not_found; PT409 attempt_in_progress, attempt_abandoned, not_answered,
not_scored, question_ruled; PT412 changed_since; PT422 invalid_mark, no_rubric, unknown_field, wrong_type,
out_of_range, too_long.';
revoke execute on function public.mark_answer from public, anon;
grant execute on function public.mark_answer to authenticated;
