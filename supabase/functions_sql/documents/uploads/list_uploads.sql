create or replace function public.list_uploads(
    deleted boolean default false,     -- true: the deleted ones
    page_size integer default null,
    cursor text default null,
    q text default null,               -- words to look for in their names and titles; null: all
    sort text default null             -- created_at or name, with - before it to descend; null: -created_at
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    return core.sorted_page(
        array[format(
            'select u.id, u.created_at, core.sort_key(u.name) as name, u as upload from core.uploads as u '
            'where u.owner_id = %L and u.deleted_at is %s null and %s',
            core.person_id(), case when deleted then 'not' end,
            core.search_condition('concat_ws('' '', u.name, u.title)', q)
        )],
        'core.upload_json(r.upload)',
        '{"created_at": "timestamptz", "name": "text"}',
        coalesce(sort, '-created_at'),
        page_size,
        cursor
    );
end;
$$;

comment on function public.list_uploads is
'The caller''s uploads, newest first unless sorted otherwise, by page. PT401 not_signed_in; PT422 unknown_sort,
nothing_to_search, too_long, bad_limit, bad_cursor.';

revoke execute on function public.list_uploads from public, anon;
grant execute on function public.list_uploads to authenticated;
