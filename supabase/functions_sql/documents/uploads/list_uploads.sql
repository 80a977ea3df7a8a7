create or replace function public.list_uploads(
    deleted boolean default false,     -- those that can be restored
    page_size integer default null,
    cursor text default null
) returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
declare
    size integer := core.page_size(page_size);
    after text[] := core.read_cursor(cursor, '{timestamptz,uuid}');
    me uuid := core.person_id();
begin
    return (
        with page as (
            select u as upload, row_number() over (order by u.created_at desc, u.id desc) as n
            from core.uploads as u
            where u.owner_id = me and (u.deleted_at is not null) = coalesce(deleted, false)
                and (after is null or (u.created_at, u.id) < (after[1]::timestamptz, after[2]::uuid))
            order by u.created_at desc, u.id desc
            limit size + 1
        )

        select jsonb_build_object(
            'items', coalesce(jsonb_agg(core.upload_json(page.upload) order by page.n) filter (where page.n <= size), '[]'),
            'next_cursor', case when count(*) > size then (
                select core.cursor_of((last.upload).created_at::text, (last.upload).id::text)
                from page as last where last.n = size
            ) end
        )
        from page
    );
end;
$$;

comment on function public.list_uploads is 'One''s own uploads, newest first, a page at a time.';

revoke execute on function public.list_uploads from public, anon;
grant execute on function public.list_uploads to authenticated;
