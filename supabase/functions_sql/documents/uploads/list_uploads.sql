create or replace function public.list_uploads(
    deleted boolean default false,     -- true: the deleted ones
    page_size integer default null,
    cursor text default null
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    size integer := core.page_size(page_size);
    after text[] := core.read_cursor(cursor, '{timestamptz,uuid}');
    me uuid := core.person_id();
begin
    return core.page(array(
        select jsonb_build_array(core.upload_json(u), u.created_at::text, u.id)
        from core.uploads as u
        where u.owner_id = me and (u.deleted_at is not null) = coalesce(deleted, false)
            and (u.created_at, u.id) < (after[1]::timestamptz, after[2]::uuid)
        order by u.created_at desc, u.id desc
        limit size + 1
    ), size);
end;
$$;

comment on function public.list_uploads is
'The caller''s uploads, newest first, by page. PT401 not_signed_in; PT422 bad_limit, bad_cursor.';

revoke execute on function public.list_uploads from public, anon;
grant execute on function public.list_uploads to authenticated;
