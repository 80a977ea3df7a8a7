create or replace function core.act_as(
    claims jsonb,        -- of a verified token; null: nobody, role anon
    for_relay boolean    -- keep the role, for a function that takes the relay's word
) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    role_name text := coalesce(claims ->> 'role', 'anon');
begin
    if role_name not in ('anon', 'authenticated', 'service_role') then
        perform core.fail(403, 'unknown_role', format('Quizzler does not know the role %s of this token.', role_name));
    end if;
    perform set_config('request.jwt.claims', coalesce(claims, '{"role": "anon"}')::text, true);
    perform public.check_request();
    perform set_config('role', case when for_relay then 'none' else role_name end, true);
end;
$$;

comment on function core.act_as is
'Takes on the role and the claims of a person until the end of the transaction, as PostgREST does. Only authenticator
calls it: in core.call_as, and before it reads the rows of a public function one by one. PT403 unknown_role, PT401
session_ended.';

revoke execute on function core.act_as from public;
grant execute on function core.act_as to authenticator;
