create or replace function public.may_upload(
    name text default null,             -- the name of the new upload
    idempotency_key text default null   -- of the request that sends the file
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    person uuid := core.person_id();
begin
    perform core.upload_name(name, '');
    perform core.require_idempotency_key(idempotency_key);
    if not exists (
        select from core.idempotency_keys as k
        where k.person_id = person and k.key = may_upload.idempotency_key
    ) then   -- a repeated request makes no upload
        perform core.require_upload_quota(person);
    end if;
    return '{"may_upload": true}';
end;
$$;

comment on function public.may_upload is
'Checks whether the caller may upload a file of this name, before the file is sent, and returns {"may_upload": true}.
PT401 not_signed_in; PT409 too_many_uploads, uploads_too_large; PT422 too_long, bad_idempotency_key.';

revoke execute on function public.may_upload from public, anon;
grant execute on function public.may_upload to authenticated;
