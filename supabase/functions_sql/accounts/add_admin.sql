create or replace function public.add_admin(
    person text   -- the id or the e-mail address of an account
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    admin_id uuid := core.find_account(person);
begin
    insert into core.admins (person_id) values (admin_id) on conflict do nothing;
    return jsonb_build_object('id', admin_id, 'added', found);
end;
$$;

comment on function public.add_admin is
'Makes a person an admin: {"id", "added"}; added is false if they were one. For whoever runs the server: by the service
role, or with `quizzler admin add`. PT404 person_not_found.';

revoke execute on function public.add_admin from public, anon, authenticated;
grant execute on function public.add_admin to service_role;
