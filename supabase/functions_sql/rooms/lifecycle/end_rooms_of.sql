create or replace function public.end_rooms_of(
    person text   -- the id or the e-mail address of an account
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
    return jsonb_build_object('room_codes', core.end_rooms(core.find_account(person)));
end;
$$;

comment on function public.end_rooms_of is
'Ends all open games of an account, whose leaderboards and reports stay: {"room_codes"}. For whoever runs the
server: by the service role, or with `quizzler rooms end`. PT404 person_not_found.';

revoke execute on function public.end_rooms_of from public, anon, authenticated;
grant execute on function public.end_rooms_of to service_role;
