create or replace function public.create_upload(
    url text,
    name text default null   -- null: the end of the address
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    upload core.uploads;
begin
    upload.owner_id := core.person_id();
    upload.url := core.draft_url(jsonb_build_object('url', coalesce(url, '')), 'url');
    if upload.url is null then
        perform core.fail(422, 'missing_field', 'url is missing or empty.');
    end if;
    upload.name := core.upload_name(name, upload.url);
    return core.store_upload(upload);
end;
$$;

comment on function public.create_upload is
'Registers a PDF by its address, and returns the upload; the processing server fetches and reads the PDF. PT401
not_signed_in; PT409 too_many_uploads, uploads_too_large; PT422 missing_field, bad_url, wrong_type, too_long; PT429
too_many_jobs.';

revoke execute on function public.create_upload from public, anon;
grant execute on function public.create_upload to authenticated;
