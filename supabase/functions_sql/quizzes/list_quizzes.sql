create or replace function public.list_quizzes(
    visibility text default null,      -- 'public': everybody's public quizzes; null: the caller's
    deleted boolean default false,     -- the caller's deleted quizzes
    page_size integer default null,
    cursor text default null,
    q text default null,               -- words to look for; null: all
    sort text default null,            -- created_at or title, with - before it to descend; null: -created_at
    tags text[] default null,          -- only quizzes with all of these tags
    shared boolean default false       -- the quizzes of others of which the caller is a collaborator
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    whose text := 'q.visibility = ''public'' and q.deleted_at is null';
begin
    if visibility <> 'public' then
        perform core.fail(422, 'unknown_value', 'visibility must be public, or left out for your own quizzes.');
    end if;
    if shared and (visibility is not null or deleted) then
        perform core.fail(422, 'unknown_value', 'shared can''t be combined with visibility or deleted.');
    end if;
    if shared then
        whose := format(
            'q.id = any(array('
            'select r.quiz_id from core.quiz_roles as r where r.user_id = %L and r.role <> ''owner'')) '
            'and q.deleted_at is null', core.person_id()
        );
    elsif visibility is null then
        whose := format(
            'q.owner_id = %L and q.deleted_at is %s null', core.person_id(), case when deleted then 'not' end
        );
    end if;
    return core.sorted_page(
        array[concat_ws(
            ' and ',
            'select q.id, q.created_at, q.title_key as title, q as quiz from core.quizzes as q where ' || whose,
            core.quiz_search_condition(q),
            'q.tags @> ' || quote_literal(nullif(core.clean_tags(tags), '{}'))
        )],
        'core.quiz_json(r.quiz)',
        '{"created_at": "timestamptz", "title": "text"}',
        coalesce(sort, '-created_at'),
        page_size,
        cursor
    );
end;
$$;

comment on function public.list_quizzes is
'The caller''s quizzes, those shared with the caller, or the public ones, by page: all, or those with these words in
their title, tags or description. PT401 not_signed_in; PT422 unknown_value, unknown_sort, nothing_to_search, too_long,
bad_limit, bad_cursor.';

revoke execute on function public.list_quizzes from public;
grant execute on function public.list_quizzes to anon, authenticated;
