create or replace function public.get_quiz_snapshot(
    quiz_id uuid,
    snapshot_id uuid
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.own_quiz(quiz_id);
    snapshot core.quiz_snapshots := core.find_snapshot(quiz, snapshot_id);
begin
    return (
        select jsonb_build_object(
            'id', snapshot.id, 'saved_at', snapshot.saved_at, 'title', snapshot.title,
            'questions', coalesce(jsonb_agg(jsonb_build_object(
                'id', listed.question_id,
                'kind', v.kind,
                'prompt', v.prompt,
                'text_format', v.text_format,
                'change', case
                    when listed.n is null then 'goes'
                    when not listed.is_there then 'comes_back'
                    when v.is_other then 'changes'
                    else 'stays'
                end
            ) order by listed.n, v.position), '[]')
        )
        from core.snapshot_questions(snapshot) as listed
        cross join lateral (
            select
                then_.kind, then_.prompt, then_.text_format, q.position,
                core.version_content(then_) is distinct from core.version_content(now_) as is_other
            from core.questions as q
            inner join core.question_versions as now_ on now_.question_id = q.id and now_.version = q.version
            inner join core.question_versions as then_
                on then_.question_id = q.id and then_.version = coalesce(listed.version, q.version)
            where q.id = listed.question_id
        ) as v
    );
end;
$$;

comment on function public.get_quiz_snapshot is
'What restoring a version of a quiz, which the caller may edit, would do: {"id", "saved_at", "title", "questions":
[{"id", "kind", "prompt", "text_format", "change": stays, changes, comes_back or goes}]}, in the order of that version
and then those that it does not have. PT401 not_signed_in; PT403 not_the_owner; PT404 quiz_not_found,
snapshot_not_found.';

revoke execute on function public.get_quiz_snapshot from public, anon;
grant execute on function public.get_quiz_snapshot to authenticated;
