create or replace function public.list_attempts(
    quiz_id uuid default null,    -- null: of all quizzes
    page_size integer default null,
    cursor text default null,
    q text default null,          -- words to look for in the quizzes, as in list_quizzes; null: all
    sort text default null        -- started_at, with - before it to descend; null: -started_at
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    return core.sorted_page(
        array[concat_ws(
            ' and ',
            format('select t.id, t.started_at from core.attempts as t where t.user_id = %L', core.person_id()),
            't.deleted_at is null',
            't.quiz_id = ' || quote_literal(quiz_id),
            'exists (select from core.quizzes as q where q.id = t.quiz_id and '
            || nullif(core.quiz_search_condition(q), 'true') || ')'
        )],
        -- each by its key, not all
        '(select core.attempt_summary(row(s.*)::core.attempts) from core.settled_attempts as s where s.id = r.id)',
        '{"started_at": "timestamptz"}',
        coalesce(sort, '-started_at'),
        page_size,
        cursor
    );
end;
$$;

comment on function public.list_attempts is
'The caller''s attempts, newest first, by page. PT401 not_signed_in; PT422 unknown_sort, nothing_to_search, too_long,
bad_limit, bad_cursor.';
revoke execute on function public.list_attempts from public, anon;
grant execute on function public.list_attempts to authenticated;
