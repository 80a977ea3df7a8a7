create or replace function public.list_admins() returns jsonb
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object('items', coalesce(jsonb_agg(jsonb_build_object(
        'id', a.person_id, 'email', u.email, 'display_name', p.display_name, 'added_at', a.added_at
    ) order by a.added_at, a.person_id), '[]'))
    from core.admins as a
    inner join core.profiles as p on p.id = a.person_id
    left join auth.users as u on u.id = a.person_id;
$$;

comment on function public.list_admins is
'The admins, in the order in which they were added: {"items": [{"id", "email", "display_name", "added_at"}]}. For
whoever runs the server: by the service role, or with `quizzler admin list`.';

revoke execute on function public.list_admins from public, anon, authenticated;
grant execute on function public.list_admins to service_role;
