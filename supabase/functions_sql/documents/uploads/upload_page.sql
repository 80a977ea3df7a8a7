create or replace function public.upload_page(
    upload_id uuid,
    page integer        -- from 1
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    upload core.uploads := core.find_upload(upload_id);
begin
    if upload.state <> 'ready' then
        perform core.fail(409, 'upload_not_ready', 'The PDF has not been read yet.');
    end if;
    if page not between 1 and upload.pages then
        perform core.fail(404, 'page_not_found', format('The PDF has %s pages.', upload.pages));
    end if;
    return core.upload_address(upload) || jsonb_build_object('pdf_id', upload.pdf_id, 'page', page);
end;
$$;

comment on function public.upload_page is
'A page of a PDF of the caller''s, as the processing server is asked for its picture: {"upload_id", "name", "url",
"stored_in", "pdf_id", "page"}. PT401 not_signed_in; PT404 upload_not_found, page_not_found; PT409 upload_not_ready.';

revoke execute on function public.upload_page from public, anon;
grant execute on function public.upload_page to authenticated;
