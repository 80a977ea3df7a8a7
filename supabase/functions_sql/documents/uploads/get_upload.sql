create or replace function public.get_upload(upload_id uuid) returns jsonb
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select core.upload_json(core.find_upload(upload_id));
$$;

comment on function public.get_upload is
'An upload of the caller''s: how far reading it is, and what was found in it. PT401 not_signed_in; PT404
upload_not_found.';

revoke execute on function public.get_upload from public, anon;
grant execute on function public.get_upload to authenticated;
