create or replace function public.list_folders() returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    me uuid := core.person_id();
begin
    return jsonb_build_object(
        'items', (select coalesce(jsonb_agg(f.item order by f.path), '[]') from core.folder_items(me) as f),
        'next_cursor', null,
        'unfiled_count', (
            select count(*)
            from core.quizzes as q
            where q.owner_id = me and q.deleted_at is null and q.archived_at is null
                and not exists (
                    select from core.filed_quizzes as z where z.quiz_id = q.id and z.user_id = me
                )
        )
    );
end;
$$;

comment on function public.list_folders is
'All folders of the caller by name, each followed by those in it, with how many quizzes are in each: {"items",
"next_cursor": null, "unfiled_count": quizzes of the caller''s own that are in none}. PT401 not_signed_in.';

revoke execute on function public.list_folders from public, anon;
grant execute on function public.list_folders to authenticated;
