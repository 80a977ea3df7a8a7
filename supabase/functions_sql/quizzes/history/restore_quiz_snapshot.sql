create or replace function public.restore_quiz_snapshot(
    quiz_id uuid,
    snapshot_id uuid,
    if_version integer default null    -- refuse to restore it unless this is the quiz's version
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.lock_quiz(quiz_id);
    snapshot core.quiz_snapshots := core.find_snapshot(quiz, snapshot_id);
begin
    perform core.require_version(quiz.version, if_version);
    update core.quiz_snapshots as s set is_complete = true where s.quiz_id = quiz.id and not s.is_complete;
    update core.questions as q
    set deleted_at = case when listed.n is null then now() end,
        position = coalesce(listed.n, q.position),
        version = q.version + listed.is_other::integer,
        kind = v.kind, prompt = v.prompt, text_format = v.text_format, choices = v.choices, display = v.display,
        key = v.key, points = v.points, time_limit_ms = v.time_limit_ms, explanation = v.explanation,
        subject = v.subject, difficulty = v.difficulty, media_url = v.media_url, media_alt = v.media_alt,
        source = v.source, citation = v.citation,
        updated_at = case when listed.is_other then now() else q.updated_at end
    from (
        select
            s.question_id, s.n, coalesce(s.version, s.current_version) as version,
            s.n is not null and core.version_content(then_) is distinct from core.version_content(now_) as is_other
        from core.snapshot_questions(snapshot) as s
        inner join core.question_versions as now_
            on now_.question_id = s.question_id and now_.version = s.current_version
        inner join core.question_versions as then_
            on then_.question_id = s.question_id and then_.version = coalesce(s.version, s.current_version)
    ) as listed
    inner join core.question_versions as v on v.question_id = listed.question_id and v.version = listed.version
    where q.id = listed.question_id
        and (
            listed.is_other or q.position is distinct from listed.n
            or (q.deleted_at is null) is distinct from (listed.n is not null)
        );
    update core.quizzes as q
    set title = snapshot.title, description = snapshot.description, text_format = snapshot.text_format,
        sections = snapshot.sections, updated_at = now()
    where q.id = quiz.id
    returning q.* into quiz;
    perform core.require_draws(quiz);
    return core.quiz_now(quiz.id);
end;
$$;

comment on function public.restore_quiz_snapshot is
'Makes a quiz, which the caller may edit, what it was: its title, description and sections, and its questions in their
order, each as a new version where it says something else. Its options, and its questions'' tags and names, stay as they
are. What the quiz is now stays in its history, so this can be undone in the same way. Returns the quiz. PT401
not_signed_in; PT403 not_the_owner; PT404 quiz_not_found, snapshot_not_found; PT409 too_few_questions; PT412
changed_since.';

revoke execute on function public.restore_quiz_snapshot from public, anon;
grant execute on function public.restore_quiz_snapshot to authenticated;
