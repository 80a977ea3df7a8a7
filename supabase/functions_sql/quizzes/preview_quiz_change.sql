create or replace function public.preview_quiz_change(
    quiz_id uuid,
    changes jsonb
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.changed_quiz(core.own_quiz(quiz_id), changes);
begin
    return (
        with moved as (
            select t.*, m.deadline as new_deadline, row_number() over (order by t.started_at, t.id) as place
            from core.moved_deadlines(quiz) as m
            inner join core.attempts as t on t.id = m.attempt_id
        )

        select jsonb_build_object(
            'in_progress', (
                select count(*) from core.settled_attempts as t where t.quiz_id = quiz.id and t.state = 'in_progress'
            ),
            'moved', count(*),
            'ending', count(*) filter (where core.is_over(t.new_deadline)),
            'attempts', coalesce(jsonb_agg(jsonb_build_object(
                'attempt_id', t.id,
                'user_id', t.user_id,
                'display_name', core.person_name(t.user_id),
                'preview', t.preview,
                'started_at', t.started_at,
                'deadline', t.deadline,
                'new_deadline', t.new_deadline,
                'ends', core.is_over(t.new_deadline)
            ) order by t.place) filter (where t.place <= 100), '[]')
        )
        from moved as t
    );
end;
$$;

comment on function public.preview_quiz_change is
'What update_quiz would do to those who are taking a quiz of the caller''s, without doing it: {"in_progress": how many
attempts are, "moved": how many of their deadlines would move, "ending": how many would end at once, "attempts": the
first 100 of those that would move, [{"attempt_id", "user_id", "display_name", "preview",
"started_at", "deadline", "new_deadline", "ends"}]}. A null is no deadline; ends: the attempt would end at once. PT401
not_signed_in; PT403 not_the_owner; PT404 quiz_not_found; PT422 as core.changed_quiz.';

revoke execute on function public.preview_quiz_change from public, anon;
grant execute on function public.preview_quiz_change to authenticated;
