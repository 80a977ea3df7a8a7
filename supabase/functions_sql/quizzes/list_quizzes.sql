create or replace function public.list_quizzes(
    visibility text default null,      -- 'public': everybody's public quizzes; null: the caller's
    deleted boolean default false,     -- the caller's deleted quizzes
    page_size integer default null,
    cursor text default null,
    q text default null,               -- words to look for; null: all
    sort text default null,            -- created_at or title, with - before it to descend; null: -created_at
    tags text[] default null,          -- only quizzes with all of these tags
    shared boolean default false,      -- the quizzes of others of which the caller is a collaborator
    folder_id uuid default null,       -- those in this folder of the caller, of others too
    unfiled boolean default false,     -- the caller's own that are in no folder
    archived boolean default false     -- the caller's own that were archived, which no other list of theirs has
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    whose text := 'q.visibility = ''public'' and q.deleted_at is null';
    folder core.folders;
begin
    if visibility <> 'public' then
        perform core.fail(422, 'unknown_value', 'visibility must be public, or left out for your own quizzes.');
    end if;
    if num_nonnulls(
        visibility, nullif(deleted, false), nullif(shared, false), folder_id, nullif(unfiled, false),
        nullif(archived, false)
    ) > 1 then
        perform core.fail(
            422, 'unknown_value', 'Give one of these: visibility, deleted, shared, archived, “folder_id” or unfiled.'
        );
    end if;
    if folder_id is not null then
        folder := core.own_folder(folder_id);
        whose := format(
            'q.id = any(array('
            'select z.quiz_id from core.filed_quizzes as z '
            'inner join core.quiz_roles as r on r.quiz_id = z.quiz_id and r.user_id = z.user_id '
            'where z.folder_id = %L and z.user_id = %L)) '
            'and q.deleted_at is null and (q.archived_at is null or q.owner_id <> %2$L)', folder.id, folder.owner_id
        );
    elsif shared then
        whose := format(
            'q.id = any(array('
            'select r.quiz_id from core.quiz_roles as r where r.user_id = %L and r.role <> ''owner'')) '
            'and q.deleted_at is null', core.person_id()
        );
    elsif visibility is null then
        whose := format(
            'q.owner_id = %L and q.deleted_at is %s null', core.person_id(), case when deleted then 'not' end
        );
        if not deleted then
            whose := whose || format(' and q.archived_at is %s null', case when archived then 'not' end);
        end if;
        if unfiled then
            whose := whose || ' and not exists (select from core.filed_quizzes as z '
                'where z.quiz_id = q.id and z.user_id = q.owner_id)';
        end if;
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
'The caller''s quizzes, those shared with the caller, those in a folder of the caller, or the public ones, by page: all,
or those with these words in their title, tags or description. PT401 not_signed_in; PT404 folder_not_found; PT422
unknown_value, unknown_sort, nothing_to_search, too_long, bad_limit, bad_cursor.';

revoke execute on function public.list_quizzes from public;
grant execute on function public.list_quizzes to anon, authenticated;
