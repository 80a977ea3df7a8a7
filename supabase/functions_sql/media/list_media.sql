create or replace function public.list_media(
    page_size integer default null,
    cursor text default null,
    q text default null,        -- words to look for in their alt texts; null: all
    sort text default null      -- created_at or alt, with - before it to descend; null: -created_at
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    return core.sorted_page(
        array[format(
            'select m.id, m.created_at, core.sort_key(m.alt) as alt, m as media from core.media as m '
            'where m.owner_id = %L and %s',
            core.person_id(), core.search_condition('m.alt', q)
        )],
        'core.media_json(r.media)',
        '{"created_at": "timestamptz", "alt": "text"}',
        coalesce(sort, '-created_at'),
        page_size,
        cursor
    );
end;
$$;

comment on function public.list_media is
'The caller''s pictures and sounds, newest first unless sorted otherwise, by page. PT401 not_signed_in; PT422
unknown_sort, nothing_to_search, too_long, bad_limit, bad_cursor.';

revoke execute on function public.list_media from public, anon;
grant execute on function public.list_media to authenticated;
