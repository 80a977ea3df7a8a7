create or replace function public.remove_admin(
    person text   -- the id or the e-mail address of an account
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    admin_id uuid := core.find_account(person);
begin
    delete from core.admins as a where a.person_id = admin_id;
    return jsonb_build_object('id', admin_id, 'removed', found);
end;
$$;

comment on function public.remove_admin is
'Makes an admin an ordinary person again: {"id", "removed"}; removed is false if they were none. For whoever runs the
server: by the service role, or with `quizzler admin remove`. PT404 person_not_found.';

revoke execute on function public.remove_admin from public, anon, authenticated;
grant execute on function public.remove_admin to service_role;
