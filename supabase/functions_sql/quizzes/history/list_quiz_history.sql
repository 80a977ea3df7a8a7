create or replace function public.list_quiz_history(quiz_id uuid) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.own_quiz(quiz_id);
begin
    return (
        select jsonb_build_object(
            'items', coalesce(jsonb_agg(jsonb_build_object(
                'id', s.id, 'begun_at', s.begun_at, 'saved_at', s.saved_at,
                'saved_by', (select p.display_name from core.profiles as p where p.id = s.saved_by),
                'title', s.title, 'question_count', cardinality(s.question_ids)
            ) order by s.saved_at desc, s.begun_at desc), '[]'),
            'next_cursor', null,
            'kept_days', core.setting('history.kept_days')
        )
        from core.quiz_snapshots as s
        where s.quiz_id = quiz.id
    );
end;
$$;

comment on function public.list_quiz_history is
'What a quiz that the caller may edit was like after each time of editing it, the latest first: {"items": [{"id",
"begun_at", "saved_at", "saved_by": a name, "title", "question_count"}], "next_cursor": null, "kept_days"}. PT401
not_signed_in; PT403 not_the_owner; PT404 quiz_not_found.';

revoke execute on function public.list_quiz_history from public, anon;
grant execute on function public.list_quiz_history to authenticated;
