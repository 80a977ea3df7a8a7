create or replace function public.list_attempts_of(
    quiz_id uuid,
    person_id uuid,
    page_size integer default null,
    cursor text default null
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    quiz core.quizzes := core.own_quiz(quiz_id);
begin
    return core.sorted_page(
        array[format(
            'select t.id, t.number from core.attempts as t '
            'where t.quiz_id = %L and t.user_id = %L and not t.preview and t.deleted_at is null',
            quiz.id, person_id
        )],
        '(select core.attempt_summary(row(s.*)::core.attempts) from core.settled_attempts as s where s.id = r.id)',
        '{"number": "integer"}',
        '-number',
        page_size,
        cursor
    );
end;
$$;

comment on function public.list_attempts_of is
'The attempts of a person at a quiz of the caller''s, newest first, by page. PT401 not_signed_in; PT404 quiz_not_found;
PT403 not_the_owner; PT422 bad_limit, bad_cursor.';
revoke execute on function public.list_attempts_of from public, anon;
grant execute on function public.list_attempts_of to authenticated;
