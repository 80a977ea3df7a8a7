create or replace function public.may_upload_media(
    alt text default null   -- what it shows or says; empty: decoration
) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    person uuid := core.person_id();
begin
    perform core.alt_text(alt);
    return '{"may_upload": true}';
end;
$$;

comment on function public.may_upload_media is
'Checks whether the caller may upload a picture or sound with this alt text, before its file is read, and returns
{"may_upload": true}. PT401 not_signed_in; PT422 missing_alt, too_long.';

revoke execute on function public.may_upload_media from public, anon;
grant execute on function public.may_upload_media to authenticated;
